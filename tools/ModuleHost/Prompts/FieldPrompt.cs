using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Globus.Automate.ModuleHost.Prompts;

/// <summary>Asks for the values of fields, which is how the engine asks for mandatory parameters. Lists are asked for item by item until an
/// empty line; what cannot be converted is asked for again; <c>!?</c> tells a field's help.</summary>
internal sealed class FieldPrompt(PSHostUserInterface ui, Func<string, string> ask, Func<string, SecureString> askSecret)
{
    public Dictionary<string, PSObject> Ask(Collection<FieldDescription> fields)
    {
        Dictionary<string, PSObject> answers = [];
        foreach (FieldDescription field in fields)
        {
            string label = string.IsNullOrEmpty(field.Label) ? field.Name : field.Label.Replace("&", "", StringComparison.Ordinal);
            object? answer = AskFor(field, label, TypeOf(field));
            answers[field.Name] = answer is null ? null! : PSObject.AsPSObject(answer);
        }

        return answers;
    }

    private object? AskFor(FieldDescription field, string label, Type type)
    {
        if (type == typeof(SecureString))
        {
            return askSecret(label + ": ");
        }

        if (type == typeof(PSCredential))
        {
            ui.WriteLine(label);
            return ui.PromptForCredential("", "", "", "");
        }

        return ElementTypeOf(type) is Type element ? AskForList(field, label, element) : AskForValue(field, label + ": ", type);
    }

    private ArrayList AskForList(FieldDescription field, string label, Type element)
    {
        ArrayList values = [];
        while (true)
        {
            string question = FormattableString.Invariant($"{label}[{values.Count}]: ");
            if (element == typeof(SecureString))
            {
                SecureString secret = askSecret(question);
                if (secret.Length == 0)
                {
                    return values;
                }

                values.Add(secret);
                continue;
            }

            string answer = AskForText(field, question);
            if (answer.Length == 0)
            {
                return values;
            }

            if (Convert(answer, element, out object? value))
            {
                values.Add(value);
            }
        }
    }

    private object? AskForValue(FieldDescription field, string question, Type type)
    {
        while (true)
        {
            string answer = AskForText(field, question);
            if (answer.Length == 0 && field.DefaultValue is not null)
            {
                return field.DefaultValue;
            }

            if (Convert(answer, type, out object? value))
            {
                return value;
            }
        }
    }

    private string AskForText(FieldDescription field, string question)
    {
        while (true)
        {
            string answer = ask(question);
            if (answer is not "!?")
            {
                return answer;
            }

            ui.WriteLine(string.IsNullOrWhiteSpace(field.HelpMessage) ? $"There is no help for {field.Name}." : field.HelpMessage);
        }
    }

    private bool Convert(string answer, Type type, out object? value)
    {
        try
        {
            value = LanguagePrimitives.ConvertTo(answer, type, System.Globalization.CultureInfo.CurrentCulture);
            return true;
        }
        catch (PSInvalidCastException e)
        {
            ui.WriteErrorLine(e.Message);
            value = null;
            return false;
        }
    }

    private static Type TypeOf(FieldDescription field)
    {
        if (Type.GetType(field.ParameterAssemblyFullName, throwOnError: false) is Type exact)
        {
            return exact;
        }

        return LanguagePrimitives.TryConvertTo(field.ParameterTypeFullName, out Type found) ? found : typeof(string);
    }

    private static Type? ElementTypeOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        if (!typeof(IList).IsAssignableFrom(type))
        {
            return null;
        }

        return type.IsGenericType ? type.GetGenericArguments()[0] : typeof(object);
    }
}
