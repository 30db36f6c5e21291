package mistakes

import (
	"io"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"example.com/socket-tutorial/harness/mistakes/right"
)

// simpleHTTPDownloads are mistakes about files that change, clients that go away
// or are many, and the end.
var simpleHTTPDownloads = []row[*right.Files]{
	{"files-for-ever", "changed-file", `wanted "hjzjlawde\n"`, "it keeps the files that it has sent, whatever becomes of them",
		func(f *right.Files) {
			var kept sync.Map
			open := f.Open
			f.Open = func(name string) (*os.File, error) {
				if info, err := f.Stat(name); err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
					return open(name)
				}
				if kept, found := kept.Load(name); found {
					return kept.(keptFile).open()
				}
				file, err := open(name)
				if err != nil {
					return nil, err
				}
				defer file.Close()
				info, _ := file.Stat()
				content, _ := io.ReadAll(file)
				kept.Store(name, keptFile{content, info.ModTime()})
				return keptFile{content, info.ModTime()}.open()
			}
		}},
	{"closes-nothing", "closes-files", "wanted no more files open than before: each one that is opened must be closed", "it does not close the files that it sends",
		func(f *right.Files) { leaks(f, func(info os.FileInfo) bool { return info.Mode().IsRegular() }) }},
	{"closes-no-unmodified-file", "closes-files", "wanted no more files open than before: each one that is opened must be closed", "it does not close a file of which it says 304",
		func(f *right.Files) {
			f.NotModified = func(r *right.Request, changed time.Time) bool {
				is := right.NotModified(r, changed)
				if file, err := os.Open(f.Directory); is && err == nil {
					kept.Store(file, true)
				}
				return is
			}
		}},
	{"closes-no-directory", "closes-files", "wanted no more files open than before: each one that is opened must be closed", "it does not close the directories that it lists",
		func(f *right.Files) { leaks(f, os.FileInfo.IsDir) }},
	{"table-of-eighty", "many-downloads", "wanted a status line", "it has a table for eighty clients, and takes none out of it",
		func(f *right.Files) {
			clients := atomic.Int32{}
			f.Serve = func(listener net.Listener, handle func(net.Conn)) {
				right.Concurrently(listener, func(conn net.Conn) {
					if clients.Add(1) > 80 {
						conn.Close()
						return
					}
					handle(conn)
				})
			}
		}},
	{"trace-for-each-reset", "rude-downloads", "a client that went away is no reason for a stack trace on stderr", "it prints a stack trace for each client that goes away",
		func(f *right.Files) { f.Failed = func(error) { os.Stderr.Write(debug.Stack()) } }},
	{"next-in-place", "shrinking-file", "the next answer came in place of the missing bytes", "it sends what there is of a file, and goes on with the next answer",
		func(f *right.Files) {
			f.CopyFile = func(conn net.Conn, a right.Answer) error {
				if err := right.CopyFile(conn, a); err != io.EOF {
					return err
				}
				return nil
			}
		}},
	{"makes-it-up", "shrinking-file", "all the bytes came, more than the file had: something was made up", "it sends zeros in place of the bytes that are missing",
		func(f *right.Files) {
			f.Content = func(file *os.File, size int64) (io.Reader, int64) { return io.MultiReader(file, zeros{}), size }
		}},
	{"up-to-the-end", "growing-file", "behind the announced 16777216 bytes the next answer did not follow", "it sends a file up to its end, wherever that is by then",
		func(f *right.Files) {
			f.CopyFile = func(conn net.Conn, a right.Answer) error {
				if a.Status != 200 {
					return right.CopyFile(conn, a)
				}
				n, err := io.Copy(conn, a.File)
				if n < a.Length {
					return io.ErrUnexpectedEOF
				}
				return err
			}
		}},
	{"opens-it-again", "removed-file", "the body ends before all of its 16777216 bytes are there", "it opens the file anew for each piece that it sends",
		func(f *right.Files) {
			f.Content = func(file *os.File, size int64) (io.Reader, int64) {
				return &reopened{file: file}, size
			}
		}},
	{"dies-of-ctrl-c", "ctrl-c", "wanted exit status 0", "it leaves the signal to the system, which kills it",
		func(f *right.Files) { f.Ctrl = func(*right.Server) {} }},
	{"waits-for-nobody", "ctrl-c-while-sending", "the body ends before all of its 16777216 bytes are there", "Ctrl-C ends it in the middle of a download",
		func(f *right.Files) { f.Busy = func(*right.Request) bool { return false } }},
}

// keptFile is what is kept of a file.
type keptFile struct {
	content []byte
	changed time.Time
}

// open returns a file that is like it, and that nobody else has.
func (k keptFile) open() (*os.File, error) {
	file, err := os.CreateTemp("", "kept-")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	if _, err := file.Write(k.content); err != nil {
		return nil, err
	}
	if err := os.Chtimes(file.Name(), k.changed, k.changed); err != nil {
		return nil, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return file, err
}

// leaks opens each file for which which says so a second time, for good.
func leaks(f *right.Files, which func(os.FileInfo) bool) {
	open := f.Open
	var leaked []*os.File
	var mutex sync.Mutex
	f.Open = func(name string) (*os.File, error) {
		file, err := open(name)
		if err != nil {
			return nil, err
		}
		if info, err := file.Stat(); err == nil && which(info) {
			again, _ := open(name)
			mutex.Lock()
			defer mutex.Unlock()
			leaked = append(leaked, again)
		}
		return file, nil
	}
}

// zeros has no end.
type zeros struct{}

func (zeros) Read(buffer []byte) (int, error) {
	clear(buffer)
	return len(buffer), nil
}

// reopened reads a file by its name, one read a time.
type reopened struct {
	file *os.File
	at   int64
}

func (r *reopened) Read(buffer []byte) (int, error) {
	if r.at == 0 {
		r.at, _ = r.file.Seek(0, io.SeekCurrent) // of a range
	}
	file, err := os.Open(r.file.Name())
	if err != nil {
		return 0, io.EOF
	}
	defer file.Close()
	n, err := file.ReadAt(buffer, r.at)
	r.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}
