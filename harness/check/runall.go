package check

import (
	"context"
	"fmt"
	"slices"
)

// RunAll runs checks of stage in their order and hands each result to tell.
// A check whose Needs have failed in this run is skipped: it would only say the
// same again. Where the program cannot be reached at all, the rest is skipped.
func (r Runner) RunAll(ctx context.Context, stage Stage, checks []Check, tell func(Result)) {
	var failed []string
	unreachable := ""
	for _, c := range checks {
		if ctx.Err() != nil {
			return
		}
		result := Result{Stage: stage, Check: c, Outcome: Skipped}
		missing := slices.IndexFunc(c.Needs, func(name string) bool { return slices.Contains(failed, name) })
		switch {
		case unreachable != "":
			result.Reason = fmt.Sprintf("first %s must pass", unreachable)
		case missing >= 0:
			result.Reason = fmt.Sprintf("first %s/%s must pass", stage.Number, c.Needs[missing])
			failed = append(failed, c.Name)
		default:
			result = r.Run(ctx, stage, c)
		}
		if result.Outcome == Failed {
			failed = append(failed, c.Name)
		}
		if result.Unreachable && len(c.Flags) == 0 {
			unreachable = result.Address()
		}
		tell(result)
	}
}
