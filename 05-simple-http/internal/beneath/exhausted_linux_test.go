package beneath_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/socket-tutorial/05-simple-http/internal/beneath"
	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// limitFiles lets the process have no more than n descriptors until the test
// ends.
func limitFiles(t *testing.T, n int) {
	t.Helper()
	var limit unix.Rlimit
	require.NoError(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
	require.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(n), Max: limit.Max}))
	t.Cleanup(func() { assert.NoError(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)) })
}

// nextDescriptor is the lowest that is free, which the next open gets.
func nextDescriptor(t *testing.T) int {
	t.Helper()
	free, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	require.NoError(t, err)
	require.NoError(t, unix.Close(free))
	return free
}

// manyFiles makes n files whose descriptors are kept, and opens each once.
func manyFiles(t *testing.T, n int) *sitetest.Site {
	t.Helper()
	s := sitetest.Serve(t, map[string]string{"0": strings.Repeat("x", 16<<10+1)})
	s.Root.KeepAtOnce(t)
	for i := range n {
		name := fmt.Sprint(i)
		if i > 0 {
			require.NoError(t, os.Link(s.Path("0"), s.Path(name)))
		}
		f, err := s.Root.Open(name)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	return s
}

func TestAQuarterOfTheDescriptorsIsKept(t *testing.T) {
	for limit, want := range map[int]int{64: 16, 100: 25, 512: 128, 4096: 128} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			limitFiles(t, limit)
			root, err := beneath.OpenRoot(t.TempDir(), false)
			require.NoError(t, err)
			defer root.Close()
			assert.Equal(t, want, root.MostOpened(t))
		})
	}
}

func TestKeptFilesAreGivenUp(t *testing.T) {
	t.Run("to open another", func(t *testing.T) {
		s := manyFiles(t, 20)
		require.Equal(t, 20, openFiles(t, s))
		s.Write(t, "new", "new")
		limitFiles(t, nextDescriptor(t))
		assert.Equal(t, "new", read(t, s.Root, "new"))
		assert.Zero(t, openFiles(t, s))
	})
	t.Run("to accept a connection", func(t *testing.T) {
		s := manyFiles(t, 20)
		limitFiles(t, nextDescriptor(t))
		_, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		require.ErrorIs(t, err, unix.EMFILE)
		s.Root.ReleaseFiles()
		assert.Zero(t, openFiles(t, s))
	})
}

// A name is cut from its request's head, and must not hold that in memory.
func TestKeptNameIsItsOwn(t *testing.T) {
	s := sitetest.Serve(t, nil)
	s.Root.KeepAtOnce(t)
	const files, head = 200, 256 << 10
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range files {
		name := fmt.Sprintf("%03d", i)
		s.Write(t, name, "x")
		request := name + strings.Repeat(" ", head)
		f, err := s.Root.Open(request[:3])
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	kept, _ := s.Root.Kept(t)
	require.Equal(t, files, kept)
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(files*head/10))
}

// A store to a mapped page may move no time: only a maximum age shows it.
func TestChangeThroughAMappingIsSeen(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f": "before"})
	s.Root.KeepAtOnce(t)
	s.Root.KeepFor(t, 200*time.Millisecond)
	f, err := os.OpenFile(s.Path("f"), os.O_RDWR, 0)
	require.NoError(t, err)
	defer f.Close()
	page, err := unix.Mmap(int(f.Fd()), 0, 6, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	require.NoError(t, err)
	defer unix.Munmap(page)
	copy(page, "BEFORE") // the page is dirty: what follows moves no time
	require.Equal(t, "BEFORE", read(t, s.Root, "f"))
	copy(page, "after!")
	assert.Eventually(t, func() bool { return read(t, s.Root, "f") == "after!" }, 10*time.Second, 10*time.Millisecond)
}

func TestListingsOfEmptyDirectoriesAreDropped(t *testing.T) {
	t.Parallel()
	s := sitetest.Serve(t, nil)
	const n = 50
	for i := range n {
		require.NoError(t, os.Mkdir(s.Path(fmt.Sprint(i)), 0o755))
	}
	s.Root.KeepListings(t, n/2)
	require.Eventually(t, func() bool {
		for i := range n {
			list(t, s.Root, fmt.Sprint(i))
		}
		return s.Root.KeptListings(t) > 0
	}, time.Minute, 100*time.Millisecond, "they are kept when they were left alone")
	for i := range n {
		list(t, s.Root, fmt.Sprint(i))
	}
	assert.LessOrEqual(t, s.Root.KeptListings(t), n/2)
}

// Another program has a lease on the file: the kernel tells it that somebody
// wants to open it, and says EAGAIN until it gives it back.
func TestFileUnderALease(t *testing.T) {
	s := sitetest.Serve(t, map[string]string{"f": "leased"})
	f, err := os.OpenFile(s.Path("f"), os.O_RDWR, 0)
	require.NoError(t, err)
	defer f.Close()
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_WRLCK); err != nil {
		t.Skip("no leases here: ", err)
	}
	answer := make(chan string)
	go func() { answer <- read(t, s.Root, "f") }()
	select {
	case early := <-answer:
		require.FailNow(t, "it was opened under the lease", early)
	case <-time.After(100 * time.Millisecond): // longer than a hundred attempts
	}
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_UNLCK)
	require.NoError(t, err)
	assert.Equal(t, "leased", <-answer)
}
