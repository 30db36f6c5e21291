package check_test

import (
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/check/checktest"
)

// Between fork and exec a child holds each listener of its parent's.
func TestListenWaitsForACopyOfAClosedListener(t *testing.T) {
	result := checktest.Against(t, func(t *check.T) {
		copied, err := net.Listen("tcp", t.Addr())
		t.Must(err)
		time.AfterFunc(100*time.Millisecond, func() { copied.Close() })
		t.Listen()
	})
	assert.Equal(t, check.Passed, result.Outcome, result.Reason.String())
}
