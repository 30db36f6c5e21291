// Command harness checks any stage of the tutorial: ours or a participant's,
// in any language.
package main

import (
	"fmt"

	"github.com/fatih/color"

	"example.com/socket-tutorial/harness/stages"
)

func main() {
	for _, stage := range stages.All() {
		fmt.Println(color.New(color.Bold).Sprint(stage.Folder), len(stage.Checks), "checks")
	}
}
