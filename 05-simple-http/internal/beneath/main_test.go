package beneath_test

import (
	"os"
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) {
	stagetest.SideBySide(8) // files, which are kept when they have been left alone
	os.Exit(m.Run())
}
