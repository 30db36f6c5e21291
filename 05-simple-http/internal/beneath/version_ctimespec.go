//go:build darwin || freebsd || netbsd

package beneath

import (
	"io/fs"
	"os"
	"syscall"
	"time"
)

// version returns a file's inode and ctime (stat(2)).
func version(_ *os.File, info fs.FileInfo) (inode uint64, changed time.Time) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return stat.Ino, time.Unix(stat.Ctimespec.Unix())
	}
	return 0, info.ModTime()
}
