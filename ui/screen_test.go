package ui

import (
	"errors"
	"testing"

	"kontor/workspace"
)

func TestWithoutAScreenNoWindowIsTried(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	tried := false
	err := OnScreen(func() error { tried = true; return nil })
	if tried || !errors.As(err, new(noScreen)) {
		t.Errorf("tried %t, %v", tried, err)
	}
}

func TestAScreenThatDoesNotAnswerIsSaid(t *testing.T) {
	t.Setenv("DISPLAY", ":77")
	err := OnScreen(func() error { panic(errors.New("NotInitialized: The GLFW library is not initialized")) })
	if said := workspace.Explain(err); !errors.As(err, new(noScreen)) || said == "" || said == "desk.no-screen" {
		t.Errorf("%v is said as %q", err, said)
	}
	defer func() {
		if recover() == nil {
			t.Error("another panic is hidden")
		}
	}()
	_ = OnScreen(func() error { panic(errors.New("index out of range")) })
}
