package cli

import (
	_ "embed"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kontor/i18n"
	"kontor/workspace"
)

// spoken is an error whose text is already in the language of the reader.
type spoken struct {
	text  string
	usage bool // the command line itself is wrong
}

func (s *spoken) Error() string { return s.text }

// told is an error with a text of the translations.
func told(key string, args ...any) error { return &spoken{text: i18n.T(key, args...)} }

// misused says what is wrong with the command line.
func misused(key string, args ...any) error { return &spoken{text: i18n.T(key, args...), usage: true} }

// explain says an error in the language of the reader.
func explain(err error) string {
	var s *spoken
	if errors.As(err, &s) {
		return s.text
	}
	return workspace.Explain(err)
}

// badFlag says what is wrong with an option.
func badFlag(_ *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var needsValue *pflag.ValueRequiredError
	var badValue *pflag.InvalidValueError
	var badSyntax *pflag.InvalidSyntaxError
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return misused("cli.usage.unknown-flag", "-"+unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return misused("cli.usage.unknown-flag", "--"+unknown.GetSpecifiedName())
	case errors.As(err, &needsValue):
		return misused("cli.usage.flag-value", "--"+needsValue.GetFlag().Name)
	case errors.As(err, &badValue):
		return misused("cli.usage.bad-value", "--"+badValue.GetFlag().Name, badValue.GetValue())
	case errors.As(err, &badSyntax):
		return misused("cli.usage.bad-syntax", badSyntax.GetSpecifiedFlag())
	}
	return &spoken{text: err.Error(), usage: true}
}

// arguments wants from least to most of them; most -1 is any number.
func arguments(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			_, takes, _ := strings.Cut(c.Use, " ")
			return misused("cli.usage.too-few", c.CommandPath()+" "+takes)
		case most >= 0 && len(args) > most:
			return misused("cli.usage.too-many", args[most])
		}
		return nil
	}
}

// noSuchCommand is what is said of a first word that is no command of its parent.
func noSuchCommand(parent *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	parent.SuggestionsMinimumDistance = 2
	if like := parent.SuggestionsFor(args[0]); len(like) > 0 {
		return misused("cli.usage.did-you-mean", args[0], like[0])
	}
	return misused("cli.usage.unknown-command", args[0], parent.CommandPath())
}

// translateHelp says in the language of the reader what the library would say
// in English.
func translateHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = i18n.T("cli.help.short")
		case "completion":
			c.Short, c.Long = i18n.T("cli.completion.short"), i18n.T("cli.completion.long")
			c.Args = noSuchCommand
			c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
			for _, shell := range c.Commands() {
				shell.Short = i18n.T("cli.completion.for", shell.Name())
			}
		}
	}
	cobra.AddTemplateFunc("text", func(key string, args ...any) string { return i18n.T(key, args...) })
	root.SetUsageTemplate(usage)
}

// usage is how a command goes, as text/template.
//
//go:embed usage.tmpl
var usage string

// given finds the value of an option before the command line is understood:
// the language is needed for the help and for saying what is wrong with it.
func given(args []string, name string) string {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
			return value
		}
		if arg == "--"+name && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}
