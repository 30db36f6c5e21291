package beneath

import (
	"io/fs"
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// fileBasicInfo is FILE_BASIC_INFO: times in units of 100 ns.
type fileBasicInfo struct {
	creation, access, write, change syscall.Filetime
	attributes, _                   uint32
}

// version returns a file's index and its ChangeTime, which are NTFS's inode and
// ctime.
func version(f *os.File, info fs.FileInfo) (inode uint64, changed time.Time) {
	handle := windows.Handle(f.Fd())
	var index windows.ByHandleFileInformation
	if windows.GetFileInformationByHandle(handle, &index) == nil {
		inode = uint64(index.FileIndexHigh)<<32 | uint64(index.FileIndexLow)
	}
	var basic fileBasicInfo
	err := windows.GetFileInformationByHandleEx(handle, windows.FileBasicInfo, (*byte)(unsafe.Pointer(&basic)), uint32(unsafe.Sizeof(basic)))
	if err != nil || basic.change.HighDateTime == 0 {
		return inode, info.ModTime()
	}
	return inode, time.Unix(0, basic.change.Nanoseconds())
}
