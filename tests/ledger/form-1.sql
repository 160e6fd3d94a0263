PRAGMA application_id=1398034258;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "about" VALUES('place','api.segmind.com');
CREATE TABLE attempt (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        op TEXT NOT NULL,
        run TEXT NOT NULL,
        owner TEXT NOT NULL,
        story TEXT NOT NULL,
        clip INTEGER NOT NULL,
        title TEXT NOT NULL,
        slug TEXT NOT NULL,
        variant TEXT NOT NULL,
        take INTEGER NOT NULL,
        profile TEXT NOT NULL,
        seed INTEGER NOT NULL,
        request TEXT NOT NULL,
        seconds INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('reserved', 'sending', 'accepted', 'stored', 'recorded', 'published', 'unknown', 'void')),
        price INTEGER NOT NULL CHECK (price >= 0),
        held INTEGER NOT NULL CHECK (held >= 0),
        spent INTEGER NOT NULL CHECK (spent >= 0),
        created TEXT NOT NULL,
        sent TEXT,
        request_id TEXT,
        sha256 TEXT,
        size INTEGER,
        path TEXT,
        took REAL,
        note TEXT NOT NULL DEFAULT '',
        counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
        events INTEGER NOT NULL,
        head TEXT NOT NULL
    ) STRICT;
INSERT INTO "attempt" VALUES(1,'halnckgu10','3134a638829d03d11fbdc69b8d488dc13ddf3d8cb1ecb2700305e7a0ecfa876f','run1','3r8mgyxivb','lamp.story',1,'Clip 1','clip-1','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 1//1/7","seed":7}',5,'reserved',100,100,0,'2026-12-01T01:00:00.000000+00:00',NULL,NULL,NULL,NULL,NULL,NULL,'',1,1,'b0b1437aa7fb16ddeabf0841c7dc6d6bcc52f068b75672b6ad16cc1c388ca9e2');
INSERT INTO "attempt" VALUES(2,'xbbrzdr9f0','8db7bf83e43bccd0b77ef20333d8e0bb3f501f7fe441ccc270770a0233c7d606','run1','3r8mgyxivb','lamp.story',2,'Clip 2','clip-2','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 2//1/7","seed":7}',5,'sending',100,100,0,'2026-12-01T04:00:00.000000+00:00','2026-12-01T04:00:00.000000+00:00',NULL,NULL,NULL,NULL,NULL,'',1,2,'e6eb67721c38fe8de5615e66f9c21fdaff4ec635558a8331f5b4f7e06da11e38');
INSERT INTO "attempt" VALUES(3,'tywjrws1n2','a906011d5f5017a86e8ee670c05cb3ae498a928748720e89dcdc12b2241fc3a2','run1','3r8mgyxivb','lamp.story',3,'Clip 3','clip-3','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 3//1/7","seed":7}',5,'accepted',100,100,0,'2026-12-01T07:00:00.000000+00:00','2026-12-01T07:00:00.000000+00:00','job-tywjrws1n2',NULL,NULL,NULL,NULL,'',1,3,'ddae9992c60e0833a4d882c2c87aaa946ccae6dd5d56be7abf223caae93a52db');
INSERT INTO "attempt" VALUES(4,'pghbc5ionh','712d14fe13a0d20b4c75fdc98f11493eef70079c9db620dfafdace72e0602eaa','run1','3r8mgyxivb','lamp.story',4,'Clip 4','clip-4','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 4//1/7","seed":7}',5,'stored',100,100,0,'2026-12-01T10:00:00.000000+00:00','2026-12-01T10:00:00.000000+00:00','job-pghbc5ionh','712d14fe13a0d20b4c75fdc98f11493eef70079c9db620dfafdace72e0602eaa',1000,NULL,NULL,'',1,4,'008983203e6428b33c72bbd8422ef4625cef5a61a195f6d32c89aa32b990fd5a');
INSERT INTO "attempt" VALUES(5,'m1tq89tuzm','335e640fd0ebd5064586d728ac9bdfe5727919d33290053dc9a4ad94530724c9','run1','3r8mgyxivb','lamp.story',5,'Clip 5','clip-5','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 5//1/7","seed":7}',5,'recorded',100,0,100,'2026-12-01T13:00:00.000000+00:00','2026-12-01T13:00:00.000000+00:00','job-m1tq89tuzm','335e640fd0ebd5064586d728ac9bdfe5727919d33290053dc9a4ad94530724c9',1000,NULL,60.0,'',1,5,'3356dfa25381f564e403064ed6bd6dcc0d71a5100e0210d8b13fbd8184de6d3d');
INSERT INTO "attempt" VALUES(6,'p0sjnak1we','8cf33915e530ac1c1bfbb70d650f9e4f2cd6573702e7588d08d0db154db680f1','run1','3r8mgyxivb','lamp.story',6,'Clip 6','clip-6','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 6//1/7","seed":7}',5,'published',100,0,100,'2026-12-01T16:00:00.000000+00:00','2026-12-01T16:00:00.000000+00:00','job-p0sjnak1we','8cf33915e530ac1c1bfbb70d650f9e4f2cd6573702e7588d08d0db154db680f1',1000,'build/p0sjnak1we.mp4',60.0,'',1,6,'871adb56013963a2a2599aa3a98b68dcc4feeb606c2b0b420694b966dcb69f84');
INSERT INTO "attempt" VALUES(7,'720zh7oh9j','c3542d984aedf4eb05e37a33e6e4253788990dfe825774fd6d68f35e81353c84','run1','','lamp.story',7,'Clip 7','clip-7','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 7//1/7","seed":7}',5,'unknown',100,100,0,'2026-12-01T19:00:00.000000+00:00','2026-12-01T19:00:00.000000+00:00',NULL,NULL,NULL,NULL,NULL,'the host said 504',1,3,'2ff5029bb9c7d865d52c91be9b11a96e218791252d7fefef008abc5a07a44793');
INSERT INTO "attempt" VALUES(8,'zy5bg3ws58','0c4b9bd8a3ca805ad1698c655a014bd73d32333a075e2a06cbd6f47eab1afb97','run1','3r8mgyxivb','lamp.story',8,'Clip 8','clip-8','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 8//1/7","seed":7}',5,'void',100,0,0,'2026-12-01T22:00:00.000000+00:00',NULL,NULL,NULL,NULL,NULL,NULL,'the host said 406',0,2,'3117e41732002a16078dc52da62fa59b0604b07bb7f62510589c96959ab9e7a8');
INSERT INTO "attempt" VALUES(9,'txoxvqkvzz','c3e03a0c0923f8f04595f6649b85e036ed7aa70de1e2d1b5deb7263631999cf9','run1','3r8mgyxivb','lamp.story',9,'Clip 9','clip-9','',1,'wan-2.6-t2v@segmind',7,'{"prompt":"A lamp. 灯 9//1/7","seed":7}',5,'accepted',0,0,0,'2026-12-02T01:00:00.000000+00:00',NULL,'job-elsewhere',NULL,NULL,NULL,NULL,'',0,3,'2269c7358ffefcfcd3f581226f461e19f14b574fac0caba3f11b05e2c959d0af');
CREATE TABLE cap (
        scope TEXT PRIMARY KEY,
        lim INTEGER,
        used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
        CHECK (lim IS NULL OR used <= lim)
    ) STRICT;
INSERT INTO "cap" VALUES('run:run1',NULL,700);
INSERT INTO "cap" VALUES('day:2026-12-01',NULL,700);
INSERT INTO "cap" VALUES('month:2026-12',NULL,700);
INSERT INTO "cap" VALUES('clips',NULL,7);
CREATE TABLE event (
        attempt TEXT NOT NULL REFERENCES attempt (id),
        number INTEGER NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        price INTEGER NOT NULL,
        held INTEGER NOT NULL,
        spent INTEGER NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (attempt, number)
    ) STRICT;
INSERT INTO "event" VALUES('halnckgu10',1,'','reserved','2026-12-01T01:00:00.000000+00:00','',100,100,0,'b0b1437aa7fb16ddeabf0841c7dc6d6bcc52f068b75672b6ad16cc1c388ca9e2');
INSERT INTO "event" VALUES('xbbrzdr9f0',1,'','reserved','2026-12-01T04:00:00.000000+00:00','',100,100,0,'1ee115b1783165e8df2e766ab0e514161a5c4e2df3f139eef389fa8f8b52bef1');
INSERT INTO "event" VALUES('xbbrzdr9f0',2,'reserved','sending','2026-12-01T04:00:00.000000+00:00','',100,100,0,'e6eb67721c38fe8de5615e66f9c21fdaff4ec635558a8331f5b4f7e06da11e38');
INSERT INTO "event" VALUES('tywjrws1n2',1,'','reserved','2026-12-01T07:00:00.000000+00:00','',100,100,0,'fe33936a6512582dfbbf65bf3d03cf696b610617940a1884801894785063e0cc');
INSERT INTO "event" VALUES('tywjrws1n2',2,'reserved','sending','2026-12-01T07:00:00.000000+00:00','',100,100,0,'0af945f9a4a4c16c1ad2f85aa98aa43285b8415ab45ba7a66c3b08308c104d65');
INSERT INTO "event" VALUES('tywjrws1n2',3,'sending','accepted','2026-12-01T07:00:00.000000+00:00','job-tywjrws1n2',100,100,0,'ddae9992c60e0833a4d882c2c87aaa946ccae6dd5d56be7abf223caae93a52db');
INSERT INTO "event" VALUES('pghbc5ionh',1,'','reserved','2026-12-01T10:00:00.000000+00:00','',100,100,0,'6e62b84e0ac09a778cc269579e52d9618272d32f8cee86a58a8508e4360f9adc');
INSERT INTO "event" VALUES('pghbc5ionh',2,'reserved','sending','2026-12-01T10:00:00.000000+00:00','',100,100,0,'d8f944fb9fda9ebfdb9821a8ab5688a0b3078389e5a1d7be38f099ce0b757226');
INSERT INTO "event" VALUES('pghbc5ionh',3,'sending','accepted','2026-12-01T10:00:00.000000+00:00','job-pghbc5ionh',100,100,0,'d6fbe3a2b03baf672ce0a9b67380000ea3db62933c929fa4a3298cd9b9031cfa');
INSERT INTO "event" VALUES('pghbc5ionh',4,'accepted','stored','2026-12-01T10:00:00.000000+00:00','712d14fe13a0d20b4c75fdc98f11493eef70079c9db620dfafdace72e0602eaa',100,100,0,'008983203e6428b33c72bbd8422ef4625cef5a61a195f6d32c89aa32b990fd5a');
INSERT INTO "event" VALUES('m1tq89tuzm',1,'','reserved','2026-12-01T13:00:00.000000+00:00','',100,100,0,'c22dff640b41f4f73872b5d8954bb385f8f2141cae9db7cbd6bfc8df94fe531a');
INSERT INTO "event" VALUES('m1tq89tuzm',2,'reserved','sending','2026-12-01T13:00:00.000000+00:00','',100,100,0,'cf24fb191e325ff1fa34323d0556116d57494144c2cfbd0964a70efbcab0a4cc');
INSERT INTO "event" VALUES('m1tq89tuzm',3,'sending','accepted','2026-12-01T13:00:00.000000+00:00','job-m1tq89tuzm',100,100,0,'fa184859b3e2f19abce8391d382b166a80f993f3ad809e9d9f2ba5bce833dfd6');
INSERT INTO "event" VALUES('m1tq89tuzm',4,'accepted','stored','2026-12-01T13:00:00.000000+00:00','335e640fd0ebd5064586d728ac9bdfe5727919d33290053dc9a4ad94530724c9',100,100,0,'8ae6c945d5fd79fca8b6aa8c6a64f61b9e55745093cdad5890d2346e3a164677');
INSERT INTO "event" VALUES('m1tq89tuzm',5,'stored','recorded','2026-12-01T13:00:00.000000+00:00','',100,0,100,'3356dfa25381f564e403064ed6bd6dcc0d71a5100e0210d8b13fbd8184de6d3d');
INSERT INTO "event" VALUES('p0sjnak1we',1,'','reserved','2026-12-01T16:00:00.000000+00:00','',100,100,0,'9f684d171312a07127f5836a5f37de595e0ada454d5aeaef3f91536c37b032ea');
INSERT INTO "event" VALUES('p0sjnak1we',2,'reserved','sending','2026-12-01T16:00:00.000000+00:00','',100,100,0,'fa72b008b7fc8228d8e66e24493b9e51bf07feec82f75bb774ace55a075637c2');
INSERT INTO "event" VALUES('p0sjnak1we',3,'sending','accepted','2026-12-01T16:00:00.000000+00:00','job-p0sjnak1we',100,100,0,'e32b6d6f7e8f423fdb59129ba9904528a771c5e08a4b487984077db1abe56038');
INSERT INTO "event" VALUES('p0sjnak1we',4,'accepted','stored','2026-12-01T16:00:00.000000+00:00','8cf33915e530ac1c1bfbb70d650f9e4f2cd6573702e7588d08d0db154db680f1',100,100,0,'4af6dfb540ac94888e9cbf8aa26119ab5bf87092d6a134c3c9a31513ce40b339');
INSERT INTO "event" VALUES('p0sjnak1we',5,'stored','recorded','2026-12-01T16:00:00.000000+00:00','',100,0,100,'8f88273c51a2d0a7362dfc755dcc20856ef60702f56e5a2a7dab09ae6c60f535');
INSERT INTO "event" VALUES('p0sjnak1we',6,'recorded','published','2026-12-01T16:00:00.000000+00:00','build/p0sjnak1we.mp4',100,0,100,'871adb56013963a2a2599aa3a98b68dcc4feeb606c2b0b420694b966dcb69f84');
INSERT INTO "event" VALUES('720zh7oh9j',1,'','reserved','2026-12-01T19:00:00.000000+00:00','',100,100,0,'dfb5c6f4a3f01be4e4fa35367f9906a7d3c950698e65a74fe2aa0a4ccfaeea25');
INSERT INTO "event" VALUES('720zh7oh9j',2,'reserved','sending','2026-12-01T19:00:00.000000+00:00','',100,100,0,'6ab48ab440a386407565b16337b64d8d74690252fcc44dc002853a6fec50a29b');
INSERT INTO "event" VALUES('720zh7oh9j',3,'sending','unknown','2026-12-01T19:00:00.000000+00:00','the host said 504',100,100,0,'2ff5029bb9c7d865d52c91be9b11a96e218791252d7fefef008abc5a07a44793');
INSERT INTO "event" VALUES('zy5bg3ws58',1,'','reserved','2026-12-01T22:00:00.000000+00:00','',100,100,0,'2bf9d095d543680573090488022f7a334dddf8a7eba21df256f7e1ec6ac5d403');
INSERT INTO "event" VALUES('zy5bg3ws58',2,'reserved','void','2026-12-01T22:00:00.000000+00:00','the host said 406',100,0,0,'3117e41732002a16078dc52da62fa59b0604b07bb7f62510589c96959ab9e7a8');
INSERT INTO "event" VALUES('txoxvqkvzz',1,'','reserved','2026-12-02T01:00:00.000000+00:00','paid elsewhere',0,0,0,'cb1e94737a0168d72d0a3a48c55a9bbd5527cc224906925eaf285bf86acc6ad4');
INSERT INTO "event" VALUES('txoxvqkvzz',2,'reserved','sending','2026-12-02T01:00:00.000000+00:00','',0,0,0,'dff413a9556aa2e26c72eb0c3703e4772f8af2f66bec5ea480173d896aafeab2');
INSERT INTO "event" VALUES('txoxvqkvzz',3,'sending','accepted','2026-12-02T01:00:00.000000+00:00','job-elsewhere',0,0,0,'2269c7358ffefcfcd3f581226f461e19f14b574fac0caba3f11b05e2c959d0af');
CREATE UNIQUE INDEX one_live_attempt ON attempt (op) WHERE state <> 'void';
CREATE UNIQUE INDEX one_request ON attempt (request_id) WHERE state <> 'void';
CREATE INDEX known_as ON attempt (request_id);
CREATE INDEX open_attempt ON attempt (owner) WHERE state NOT IN ('published', 'void');
CREATE INDEX brought ON attempt (story, clip, variant, take, number) WHERE state IN ('stored', 'recorded', 'published');
CREATE INDEX timed ON attempt (profile, number) WHERE took IS NOT NULL;
CREATE INDEX created ON attempt (created);
CREATE TRIGGER event_stays BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'what happened is never changed'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'what happened is never removed'); END;
CREATE TRIGGER event_is_new BEFORE INSERT ON event
        WHEN EXISTS (SELECT 1 FROM event WHERE attempt = NEW.attempt AND number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'what happened is never replaced'); END;
CREATE TRIGGER attempt_remains BEFORE DELETE ON attempt
        BEGIN SELECT RAISE(ABORT, 'an attempt is never removed'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('attempt',9);
COMMIT;
