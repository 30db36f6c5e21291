//go:build !linux

package docs

import (
	"errors"
	"os/exec"
)

// Console blocks are run on Linux only; see runAll.

func ownGroup(*exec.Cmd) {}

func interruptGroup(cmd *exec.Cmd) { cmd.Process.Kill() }

func killGroup(cmd *exec.Cmd) { cmd.Process.Kill() }

func private() error { return errors.ErrUnsupported }
