//go:build unix

package program

import (
	"os"
	"os/exec"
	"syscall"
)

// OwnGroup makes the process the leader of a process group, so that what it
// starts can be ended with it, and a Ctrl-C in the terminal reaches only us.
// Where the system can, it ends when we do, even if we are killed.
func OwnGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	endWithParent(cmd.SysProcAttr)
}

// KillGroup ends process and its group (kill(2): a negative pid is a group).
func KillGroup(process *os.Process) error { return signalGroup(process, syscall.SIGKILL) }

// InterruptGroup asks process and its group to end as Ctrl-C does.
func InterruptGroup(process *os.Process) error { return signalGroup(process, syscall.SIGINT) }

func signalGroup(process *os.Process, signal syscall.Signal) error {
	if err := syscall.Kill(-process.Pid, signal); err != nil {
		return os.ErrProcessDone
	}
	return nil
}
