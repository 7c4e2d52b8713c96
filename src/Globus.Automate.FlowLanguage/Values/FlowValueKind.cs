namespace Globus.Automate.FlowLanguage.Values;

/// <summary>The kinds of value that a flow's document can hold: those of JSON, with numbers told apart as the service does.</summary>
public enum FlowValueKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number written without fraction and exponent. Unbounded.</summary>
    Integer,

    /// <summary>A number written with a fraction or an exponent; an IEEE 754 double.</summary>
    Real,

    /// <summary>Text.</summary>
    String,

    /// <summary>An ordered list.</summary>
    Array,

    /// <summary>Named members, in the order in which they were written.</summary>
    Object,
}
