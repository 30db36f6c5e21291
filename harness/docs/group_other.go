//go:build !linux

package docs

import "os/exec"

// Console blocks are run on Linux only; see hold.

func ownGroup(*exec.Cmd) {}

func interruptGroup(cmd *exec.Cmd) { cmd.Process.Kill() }

func killGroup(cmd *exec.Cmd) { cmd.Process.Kill() }
