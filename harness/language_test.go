package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/stagetest"
	"example.com/socket-tutorial/harness/words"
)

func TestTheReaderIsAnsweredInTheirLanguage(t *testing.T) {
	for _, c := range []struct{ args, locale, want string }{
		{"07", "zh_CN.UTF-8", "harness: 没有阶段 \"07\"；阶段是 01 到 06\n"},
		{"-lang en 07", "zh_CN.UTF-8", "harness: there is no stage \"07\"; the stages are 01 to 06\n"},
		{"07 -lang=zh", "C", "harness: 没有阶段 \"07\"；阶段是 01 到 06\n"},
		{"-nope", "zh_TW", "harness: 没有 -nope 这个选项；用法见 -h\n"},
		{"-json=perhaps", "zh", "harness: -json 的值 \"perhaps\" 无效：格式不对；用法见 -h\n"},
		{"07", "de_DE.UTF-8", "harness: there is no stage \"07\"; the stages are 01 to 06\n"},
		{"-lang fr", "C", "harness: -lang fr: there are en, zh\n"},
		{"-lang", "C", "harness: flag needs an argument: -lang\n"},
		{"board nowhere", "zh", "harness: \"nowhere\" 不是端口；用法：board [-bind ADDR] [-file FILE] [PORT]\n"},
	} {
		cmd := stagetest.Self(strings.Fields(c.args)...)
		cmd.Env = append(cmd.Env, "LC_ALL="+c.locale)
		var said strings.Builder
		cmd.Stderr = &said
		require.Error(t, cmd.Run(), c.args)
		assert.Equal(t, 2, cmd.ProcessState.ExitCode())
		assert.Equal(t, c.want, said.String())
	}
}

// Tables and text are right in a terminal of 80 columns, a command aside.
func TestNothingIsWiderThanATerminal(t *testing.T) {
	for _, tag := range words.Languages.Tags() {
		for _, args := range []string{"-h", "-list", "wrong"} {
			stdout, _, status := harness(t, append(strings.Fields(args), "-lang", tag)...)
			assert.Zero(t, status)
			for line := range strings.Lines(stdout) {
				assert.LessOrEqual(t, lang.Width(strings.TrimSuffix(line, "\n")), 80, line)
			}
		}
	}
}

// JSON is in English for programs, with what a person reads beside it.
func TestJSONHasTheReadersLanguageBeside(t *testing.T) {
	stdout, _, _ := harness(t, "-lang", "zh", "-json", "01/accept", "--", "./no-such-program", "{port}")
	var l line
	require.NoError(t, json.Unmarshal([]byte(stdout), &l))
	assert.Contains(t, l.Reason, "start ./no-such-program: ")
	assert.Contains(t, l.Translations["zh"].Reason, "启动 ./no-such-program：")
	stdout, _, _ = harness(t, "-json", "01/accept", "--", "./no-such-program", "{port}")
	assert.NotContains(t, stdout, "translations")
}

// An exercise is begun in the reader's language, and a failure names its TODO.
func TestAnExerciseIsInTheReadersLanguage(t *testing.T) {
	target := filepath.Join(t.TempDir(), "echo")
	stdout, _, status := harness(t, "-lang", "zh", "start", "01", target, "python")
	assert.Zero(t, status)
	assert.Contains(t, stdout, "阶段 01 的练习在 "+target+"：从 TODO 1 开始。")
	content, err := os.ReadFile(filepath.Join(target, "server.py"))
	require.NoError(t, err)
	assert.Contains(t, string(content), "    # TODO 1 (accept): 套接字有了地址")
	stdout, _, _ = harness(t, "-lang", "zh", "01/accept", "--", "./no-such-program", filepath.Join(target, "server.py"), "{port}")
	assert.Contains(t, stdout, "  待办  TODO 1\n")
}
