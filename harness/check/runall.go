package check

import "context"

// RunAll runs checks of stage in their order and hands each result to tell.
// A check whose Needs have failed in this run is skipped: it would only say the
// same again. Where the program cannot be reached at all, the rest is skipped.
func (r Runner) RunAll(ctx context.Context, stage Stage, checks []Check, tell func(Result)) {
	causes := map[string]string{} // of each check that has not passed, the address of the one that failed
	unreachable := ""
	for _, c := range checks {
		if ctx.Err() != nil {
			return
		}
		cause := unreachable
		for _, name := range c.Needs {
			if cause == "" {
				cause = causes[name]
			}
		}
		if cause != "" {
			causes[c.Name] = cause
			tell(Result{Stage: stage, Check: c, Outcome: Skipped, Reason: "first " + cause + " must pass"})
			continue
		}
		result := r.Run(ctx, stage, c)
		if result.Outcome == Failed {
			causes[c.Name] = result.Address()
		}
		if ordinary := len(c.Flags) == 0 && c.Protocol == ""; result.Unreachable && ordinary {
			unreachable = result.Address()
		}
		tell(result)
	}
}
