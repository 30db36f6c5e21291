package program

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// OwnGroup keeps a Ctrl-C in the console from reaching the process.
func OwnGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// KillGroup ends process with its children: Windows has no process groups to
// kill, taskkill /T walks the tree. Where it cannot, process alone is ended.
func KillGroup(process *os.Process) error {
	if exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(process.Pid)).Run() == nil {
		return nil
	}
	return process.Kill()
}

// InterruptGroup ends process with its children: there is no Ctrl-C for them.
func InterruptGroup(process *os.Process) error { return KillGroup(process) }
