package docs

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the command the leader of a process group, so that a signal
// reaches all of a pipeline, as the terminal's ^C does.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func interruptGroup(cmd *exec.Cmd) { syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }

func killGroup(cmd *exec.Cmd) { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
