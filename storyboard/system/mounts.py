"""What file system a path lies on, and whether another machine holds it: locks and logs of a database fail there."""

from __future__ import annotations

import re
from pathlib import Path

from storyboard.patterns import lazy
from storyboard.recall import witness

# https://www.kernel.org/doc/html/latest/filesystems/proc.html: device, mount point, type, options, two numbers.
TABLE = Path("/proc/mounts")
UNKNOWN = "unknown"
# Folders that a virtual machine shares with its host are of another machine too.
_NETWORK = frozenset(
    "9p acfs afp afs beegfs ceph cifs coda davfs drvfs gfs gfs2 glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs "
    "panfs prl_fs pvfs2 smb smb2 smb3 smbfs vboxsf wekafs".split()
)
_FUSE = frozenset(
    "ceph ceph-fuse cephfs curlftpfs davfs davfs2 gcsfuse glusterfs goofys juicefs moosefs mfs nfs prl_fsd rclone s3fs "
    "seaweedfs smbnetfs sshfs vmhgfs-fuse mount-s3 mountpoint-s3 blobfuse blobfuse2 google-drive-ocamlfuse "
    "gvfsd-fuse".split()
)
_OCTAL = lazy(r"\\([0-7]{3})")


def kind(path: Path) -> str:
    """The type of a path's file system, as `ext4`, also of a missing path; `unknown` where the system does not say."""
    try:
        # Another file system in a path's place shows in the folders on the way there.
        with witness.aside():
            table = TABLE.read_text(encoding="utf-8", errors="surrogateescape")
        place = f"{path.resolve()}/"
    except (OSError, RuntimeError):
        return UNKNOWN
    nearest, depth = UNKNOWN, -1
    for line in table.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        point = _OCTAL.sub(_letter, words[1]) if "\\" in words[1] else words[1]
        within = point.rstrip("/") + "/"
        # What was mounted last over a folder hides what was there.
        if len(within) >= depth and place.startswith(within):
            nearest, depth = words[2], len(within)
    return nearest


def network_kind(path: Path) -> str | None:
    """The type of the file system of a path where it is one of a network or of another machine, else None.

    Only Linux says; elsewhere it is None.
    """
    system = kind(path)
    name, _, below = system.partition(".")
    return system if name in _NETWORK or (name == "fuse" and below in _FUSE) else None


def _letter(match: re.Match[str]) -> str:
    # The table escapes blanks and backslashes alone; a byte beyond ASCII stands there as it is.
    return chr(int(match[1], 8))
