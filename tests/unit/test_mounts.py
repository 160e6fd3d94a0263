"""Which file system a path lies on, as Linux tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.system import mounts

TABLE = r"""rootfs / rootfs rw 0 0
/dev/vda / ext4 rw,relatime 0 0
nas:/films /mnt/films nfs4 rw,vers=4.2 0 0
/dev/vdb /mnt/films/local xfs rw 0 0
//nas/old /mnt/old\040films cifs rw 0 0
me@far:/ /mnt/far fuse.sshfs rw 0 0
/dev/vdc /mnt/usb fuse.ntfs-3g rw 0 0
auto /mnt/auto autofs rw 0 0
nas:/auto /mnt/auto nfs rw 0 0
nas:/filmstock /mnt/film nfs rw 0 0
/dev/vdd /mnt/film ext4 rw 0 0
short
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "mounts"
    place.write_text(TABLE)
    monkeypatch.setattr(mounts, "TABLE", place)
    return place


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/home/me/film", "ext4", False),
        ("/mnt/films", "nfs4", True),
        ("/mnt/films/one/.storyc", "nfs4", True),
        ("/mnt/films-not", "ext4", False),
        ("/mnt/films/local/one", "xfs", False),
        ("/mnt/old films/one", "cifs", True),
        ("/mnt/far/one", "fuse.sshfs", True),
        ("/mnt/usb/one", "fuse.ntfs-3g", False),
        ("/mnt/auto/one", "nfs", True),
        ("/mnt/film/one", "ext4", False),
    ],
)
@pytest.mark.usefixtures("table")
def test_the_mount_that_holds_a_path(path: str, kind: str, network: bool) -> None:
    assert mounts.kind(Path(path)) == kind
    assert mounts.network_kind(Path(path)) == (kind if network else None)


@pytest.mark.parametrize("kind", "nfs nfs4 cifs smb3 fuse.sshfs 9p lustre ceph fuse.ceph glusterfs afs".split())
def test_every_network_counts(table: Path, kind: str) -> None:
    table.write_text(f"x / {kind} rw 0 0\n")
    assert mounts.network_kind(Path("/a")) == kind


def test_a_link_is_where_it_leads(table: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    table.write_text(f"x / ext4 rw 0 0\ny {tmp_path}/real nfs rw 0 0\n")
    assert mounts.network_kind(tmp_path / "link" / "one") == "nfs"


def test_where_nothing_tells_it_nothing_is_refused(table: Path) -> None:
    table.unlink()
    assert mounts.kind(Path("/mnt/films")) == "unknown"
    assert mounts.network_kind(Path("/mnt/films")) is None
