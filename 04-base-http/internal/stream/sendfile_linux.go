package stream

import (
	"cmp"
	"errors"
	"io"

	"golang.org/x/sys/unix"
)

// sendFile sends src, which is of file, behind what is buffered: by
// sendfile(2), as often as it takes. The file's offset moves along.
func (w *Writer) sendFile(file seekable, src *io.LimitedReader) (total int64, err error) {
	raw, err := file.SyscallConn()
	if err != nil || !w.isSocket() {
		return 0, errNoSendfile
	}
	offset, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, errNoSendfile
	}
	w.Flush()
	controlErr := raw.Control(func(fd uintptr) {
		total, err = w.sendDescriptor(int(fd), offset, src)
	})
	_, seekErr := file.Seek(offset+total, io.SeekStart)
	return total, cmp.Or(err, controlErr, seekErr)
}

// sendDescriptor is sendFile for a file's descriptor, from offset on.
func (w *Writer) sendDescriptor(file int, offset int64, src *io.LimitedReader) (total int64, err error) {
	sendfile := func(socket uintptr) (int, error) {
		return unix.Sendfile(int(socket), file, &offset, int(min(src.N, 1<<30)))
	}
	for src.N > 0 && w.err == nil {
		n, err := w.attempt("sendfile", sendfile)
		switch {
		case total == 0 && (errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EOPNOTSUPP)):
			return 0, errNoSendfile
		case err == nil && n == 0:
			return total, nil // the file ends here
		}
		w.err = err
		w.sent += int64(n)
		total += int64(n)
		src.N -= int64(n)
	}
	return total, w.err
}
