//go:build linux || openbsd || dragonfly || solaris

package beneath

import (
	"io/fs"
	"os"
	"syscall"
	"time"
)

// version returns a file's inode and ctime (inode(7)).
func version(_ *os.File, info fs.FileInfo) (inode uint64, changed time.Time) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ino, time.Unix(stat.Ctim.Unix())
	}
	return 0, info.ModTime()
}
