package endpoint

import (
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A thread in a read that waits is in the kernel; as soon as a write has
// returned that wakes it, it no longer is.
func TestInKernel(t *testing.T) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	thread := make(chan int)
	go func() {
		runtime.LockOSThread()
		thread <- unix.Gettid()
		buffer := make([]byte, 1)
		for {
			if n, err := unix.Read(pair[0], buffer); n == 0 && err == nil {
				thread <- 0
				return
			}
		}
	}()
	reader := <-thread
	for range 200 {
		require.Eventually(t, func() bool { return inKernel(reader) }, 10*time.Second, 50*time.Microsecond)
		_, err := unix.Write(pair[1], []byte("x"))
		require.NoError(t, err)
		if inKernel(reader) { // then it has been there and back already
			unread, err := unix.IoctlGetUint32(pair[0], unix.TIOCINQ) // an int of C
			require.NoError(t, err)
			assert.Zero(t, unread, "it is said to wait, and a byte waits for it")
		}
	}
	require.NoError(t, unix.Close(pair[1]))
	<-thread
	unix.Close(pair[0])
}

// A goroutine's thread that the runtime has put aside is in no call of its own.
func TestInKernelIsNotTheRuntime(t *testing.T) {
	thread, done := make(chan int), make(chan bool)
	go func() {
		runtime.LockOSThread()
		thread <- unix.Gettid()
		<-done
	}()
	waiting := <-thread
	for range 50 {
		assert.False(t, inKernel(waiting))
		time.Sleep(100 * time.Microsecond)
	}
	done <- true
}

// A program's descriptors begin at 3, whatever this process has open, and what
// this process has open stays so.
func TestOwnFiles(t *testing.T) {
	thread := NewThread()
	defer thread.Close()
	thread.OwnFiles()
	var descriptors [2]int
	for i := range descriptors {
		thread.Do(func() {
			var err error
			descriptors[i], err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
			assert.NoError(t, err)
		})
	}
	assert.Equal(t, [2]int{3, 4}, descriptors)
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	for _, fd := range pair {
		assert.NoError(t, unix.Close(fd))
	}
}

// The runtime polls on such a thread, too: here where a collection starts the
// world again.
func TestOwnFilesLeavesThePollerItsOwn(t *testing.T) {
	thread := NewThread()
	defer thread.Close()
	thread.OwnFiles()
	timer := time.AfterFunc(time.Hour, func() {})
	defer timer.Stop()
	thread.Do(func() {
		for range 50 {
			runtime.GC()
		}
	})
	assert.Greater(t, pollers()[0], programFiles)
}

func TestErrnoName(t *testing.T) {
	assert.Equal(t, "ECONNRESET", errnoName(unix.ECONNRESET))
	assert.Equal(t, "ENOTCONN", errnoName(unix.ENOTCONN))
}
