package main

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestStage(t *testing.T) { stagetest.Verify(t, "03") }
