package main

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

func TestStage(t *testing.T) { stagetest.Verify(t, "05") }
