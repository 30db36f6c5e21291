package stagetest

import (
	"slices"
	"testing"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
	"example.com/socket-tutorial/harness/stages"
)

// patience is how long a program that is to pass may let each wait last: a busy
// machine is no fault of its.
const patience = 4 * check.Patience

// Verify runs the table of the stage with this number ("01") against the
// program that this test binary is (see Main), each check as a subtest of its
// name: the first alone, the others side by side. More flags for the program come
// behind those of the contract and of the check, so they win.
func Verify(t *testing.T, number string, flags ...string) {
	stage, found := stages.Find(number)
	if !found {
		t.Fatalf("there is no stage %s", number)
	}
	self := Self()
	command := program.Command{Args: self.Args, Env: []string{runAsProgram + "=1"}, Contract: true}
	runner := check.Runner{Command: command, Patience: patience}
	t.Parallel()
	for i, c := range stage.Checks {
		c.Flags = slices.Concat(c.Flags, flags)
		unreachable := false
		t.Run(c.Name, func(t *testing.T) {
			if i > 0 {
				t.Parallel()
			}
			result := runner.Run(t.Context(), stage, c)
			unreachable = result.Unreachable
			switch result.Outcome {
			case check.Failed:
				t.Error("\n" + report.Failure(result, "go test -run '"+t.Name()+"'"))
			case check.Skipped:
				t.Skip(result.Reason)
			}
		})
		if i == 0 && unreachable {
			t.Fatal("the program cannot be reached: the other checks were not run")
		}
	}
}
