package stagetest

import (
	"testing"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stages"
)

// Verify runs the table of the stage with this number ("01") against the
// program that this test binary is (see Main), each check as a subtest of its
// name.
func Verify(t *testing.T, number string) {
	stage, found := stages.Find(number)
	if !found {
		t.Fatalf("there is no stage %s", number)
	}
	self := Self()
	command := program.Command{Args: self.Args, Env: []string{runAsProgram + "=1"}, Contract: true}
	runner := check.Runner{Command: command}
	for _, c := range stage.Checks {
		t.Run(c.Name, func(t *testing.T) {
			switch result := runner.Run(t.Context(), stage, c); result.Outcome {
			case check.Failed:
				t.Error("\n" + result.Report("go test -run '"+t.Name()+"'"))
			case check.Skipped:
				t.Skip(result.Reason)
			}
		})
	}
}
