package program

import "syscall"

// endWithParent has the kernel kill the process when we are gone
// (PR_SET_PDEATHSIG in prctl(2)).
func endWithParent(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGKILL }
