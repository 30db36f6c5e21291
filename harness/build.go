package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/exercise"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
)

// buildError returns what the compiler said, as it said it.
func buildError(folder, said string) error {
	return lang.Errorf("%s does not build:\n%s", folder, strings.TrimRight(said, "\n"))
}

// prepare returns how the program of stage is started: what stands after --,
// or a main package, which is built into bin.
func (o options) prepare(ctx context.Context, stage check.Stage, bin string) (program.Command, error) {
	if o.command != nil {
		return program.Command{Args: o.command}, nil
	}
	folder := o.folder(stage)
	if sources, err := filepath.Glob(filepath.Join(folder, "*.go")); err == nil && len(sources) == 0 {
		if starter, err := exercise.FindStarter(folder, bin); err == nil {
			return program.Command{Args: starter.Run}, compile(ctx, starter)
		}
	}
	path := filepath.Join(bin, stage.Folder)
	if err := build(ctx, folder, path, "."); err != nil {
		return program.Command{}, err
	}
	return program.Command{Args: []string{executable(path)}, Contract: true}, nil
}

// folder returns where the program of stage is.
func (o options) folder(stage check.Stage) string {
	switch {
	case o.own != "":
		return filepath.Join(o.own, stage.Folder)
	case o.dir != "":
		return o.dir
	}
	return filepath.Join(o.root, stage.Folder)
}

// compile compiles a program that is not written in Go, if it needs to be.
func compile(ctx context.Context, starter exercise.Starter) error {
	if starter.Build == nil {
		return nil
	}
	said, err := exec.CommandContext(ctx, starter.Build[0], starter.Build[1:]...).CombinedOutput()
	if err != nil && len(said) > 0 {
		return buildError(filepath.Base(starter.File), string(said))
	}
	return err
}

// build builds packages in folder into output: a file, or a directory if it
// ends in a slash.
func build(ctx context.Context, folder, output string, packages ...string) error {
	if !strings.HasSuffix(output, "/") {
		output = executable(output)
	}
	// Without tables for a debugger the linker needs two thirds of the time.
	words := append([]string{"build", "-ldflags=-s -w", "-o", output}, packages...)
	cmd := exec.CommandContext(ctx, "go", words...)
	cmd.Dir = folder
	// An interrupted go command removes its folders, if its compilers end in time;
	// they are put where we remove what is left of them.
	cmd.Env = append(os.Environ(), "GOTMPDIR="+filepath.Dir(output))
	program.OwnGroup(cmd)
	cmd.Cancel = func() error { return program.InterruptGroup(cmd.Process) }
	cmd.WaitDelay = time.Second
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			_ = program.KillGroup(cmd.Process) // what has not ended by then
			return ctx.Err()
		}
		if said.Len() == 0 {
			return lang.Errorf("go build in %s: %v", folder, err)
		}
		return buildError(filepath.Base(folder), said.String())
	}
	return nil
}

func executable(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".exe"
	}
	return path
}
