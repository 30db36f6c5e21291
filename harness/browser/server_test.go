package browser

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var serving = regexp.MustCompile(`\((https?://[^)]+)\)`)

// serve builds the stage and starts it on a free port. It returns the URL
// that the program's first line names.
func serve(t *testing.T, stage string, args ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), stage)
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = filepath.Join("..", "..", stage)
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)

	cmd := exec.Command(program, append(args, "0")...)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	})
	found := make(chan string, 1)
	go func() { // ends with the program
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if m := serving.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
			}
		}
	}()
	select {
	case url := <-found:
		return url
	case <-time.After(30 * time.Second):
		require.FailNow(t, "no line names the address", stage)
		return ""
	}
}
