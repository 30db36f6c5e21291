//go:build unix

package program

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup makes the process the leader of a process group, so that what it
// starts can be ended with it, and a Ctrl-C in the terminal reaches only us.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends process and its group (kill(2): a negative pid is a group).
func killGroup(process *os.Process) error {
	if err := syscall.Kill(-process.Pid, syscall.SIGKILL); err != nil {
		return os.ErrProcessDone
	}
	return nil
}
