package loadtest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTable(t *testing.T) {
	var table strings.Builder
	WriteTable(&table, []Result{
		{Workload: "small", Costs: []Cost{{Server: "ours", CPU: 8_700, Ratio: 1}, {Server: "theirs", CPU: 17_400, Ratio: 0.5}}},
		{Workload: "large", Costs: []Cost{{Server: "ours", CPU: 12 * time.Millisecond, Ratio: 1}}},
	})
	assert.Equal(t, `| work | ours | theirs | ratio |
|---|---|---|---|
| small | 8.7 µs | 17.4 µs | 0.50 |
| large | 12 ms | | |
`, table.String())
}

func TestTotalCalls(t *testing.T) {
	calls, err := totalCalls(`% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
100.00    0.010000          10      1000           read
------ ----------- ----------- --------- --------- ----------------
100.00    0.010000           3      1200       200 total
`)
	assert.NoError(t, err)
	assert.Equal(t, 1200, calls)
	_, err = totalCalls("strace: Process 1 detached\n")
	assert.Error(t, err)
}
