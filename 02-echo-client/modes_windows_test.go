package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

var modes = []string{"net"}

func TestBlockingSaysWhatToDo(t *testing.T) {
	got := run02(t, nil, "-mode", "blocking")
	assert.Equal(t, 1, got.status)
	assert.Regexp(t, `^Socket error: -mode blocking .*: use -mode net\n$`, got.stderr)
}
