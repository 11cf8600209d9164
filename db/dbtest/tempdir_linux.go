package dbtest

import (
	"os"
	"syscall"
)

// enough is how many bytes the memory file system must have free to hold the databases of some test processes.
const enough = 1 << 30

// tempDir is TMPDIR where it is set, else the memory file system where it has room, because a database is hundreds of
// small files and disks can take ten times as long to make them; else the usual temporary folder. In containers the
// memory file system is often too small.
func tempDir() string {
	const memory = "/dev/shm"
	var room syscall.Statfs_t
	if os.Getenv("TMPDIR") == "" && syscall.Statfs(memory, &room) == nil && room.Bavail*uint64(room.Bsize) >= enough {
		return memory
	}
	return os.TempDir()
}
