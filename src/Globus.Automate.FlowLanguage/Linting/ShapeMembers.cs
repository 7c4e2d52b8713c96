using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Globus.Automate.FlowLanguage.Linting;

/// <summary>
/// The members of a <see cref="Shape"/>: an immutable map that shares its parts. A radix tree over the names' hashes (Okasaki and Gill, "Fast
/// mergeable integer maps"), so that two maps that come of one are met in the time that their differences take, however large they are: a
/// definition of thousands of states meets thousands of maps with thousands of members.
/// </summary>
internal sealed class ShapeMembers
{
    public static readonly ShapeMembers Empty = new(null, 0);

    private readonly Node? _root;

    private ShapeMembers(Node? root, int count)
    {
        _root = root;
        Count = count;
    }

    public int Count { get; }

    /// <summary>The names in the order of their letters, so that what is made of them is the same each time.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            var names = new List<string>(Count);
            Collect(_root, names);
            names.Sort(StringComparer.Ordinal);
            return names;
        }
    }

    public bool TryGetValue(string name, [NotNullWhen(true)] out Shape? shape)
    {
        int hash = name.GetHashCode(StringComparison.Ordinal);
        Node? node = _root;
        while (node is Branch branch)
        {
            node = (hash & branch.Bit) == 0 ? branch.Left : branch.Right;
        }

        for (var leaf = (Leaf?)node; leaf is not null; leaf = leaf.Next)
        {
            if (leaf.Hash == hash && leaf.Name == name)
            {
                shape = leaf.Shape;
                return true;
            }
        }

        shape = null;
        return false;
    }

    public ShapeMembers Set(string name, Shape shape)
    {
        if (TryGetValue(name, out Shape? known))
        {
            return ReferenceEquals(known, shape) ? this : new ShapeMembers(Insert(_root, new Leaf(name, shape)), Count);
        }

        return new ShapeMembers(Insert(_root, new Leaf(name, shape)), Count + 1);
    }

    /// <summary>What both have, each met; and of what only one has, that which the other may have without its being known.</summary>
    /// <returns>One of the two, where nothing else comes of it.</returns>
    public static ShapeMembers Meet(ShapeMembers left, ShapeMembers right, bool keepLeft, bool keepRight, Func<Shape, Shape, Shape> meet)
    {
        Node? root = Meet(left._root, right._root, keepLeft, keepRight, meet);
        return ReferenceEquals(root, left._root) ? left : ReferenceEquals(root, right._root) ? right : new ShapeMembers(root, CountOf(root));
    }

    private static Node? Meet(Node? left, Node? right, bool keepLeft, bool keepRight, Func<Shape, Shape, Shape> meet)
    {
        if (ReferenceEquals(left, right))
        {
            return left;
        }

        if (left is null)
        {
            return keepRight ? right : null;
        }

        if (right is null)
        {
            return keepLeft ? left : null;
        }

        if (left is Leaf one)
        {
            return right is Leaf other && one.Hash == other.Hash ? MeetLeaves(one, other, keepLeft, keepRight, meet) : MeetApart(left, right, keepLeft, keepRight, meet);
        }

        if (right is Leaf)
        {
            return MeetApart(left, right, keepLeft, keepRight, meet);
        }

        var a = (Branch)left;
        var b = (Branch)right;
        if (a.Bit == b.Bit && a.Prefix == b.Prefix)
        {
            return a.With(Meet(a.Left, b.Left, keepLeft, keepRight, meet), Meet(a.Right, b.Right, keepLeft, keepRight, meet), b);
        }

        return MeetApart(left, right, keepLeft, keepRight, meet);
    }

    /// <summary>Of two parts at different places of the tree: one lies in the other, or neither.</summary>
    private static Node? MeetApart(Node left, Node right, bool keepLeft, bool keepRight, Func<Shape, Shape, Shape> meet)
    {
        if (left is Branch a && a.Covers(right))
        {
            return (right.Prefix & a.Bit) == 0
                ? a.With(Meet(a.Left, right, keepLeft, keepRight, meet), keepLeft ? a.Right : null, right)
                : a.With(keepLeft ? a.Left : null, Meet(a.Right, right, keepLeft, keepRight, meet), right);
        }

        if (right is Branch b && b.Covers(left))
        {
            return (left.Prefix & b.Bit) == 0
                ? b.With(Meet(left, b.Left, keepLeft, keepRight, meet), keepRight ? b.Right : null, left)
                : b.With(keepRight ? b.Left : null, Meet(left, b.Right, keepLeft, keepRight, meet), left);
        }

        return (keepLeft, keepRight) switch
        {
            (true, true) => Join(left, right),
            (true, false) => left,
            (false, true) => right,
            _ => null,
        };
    }

    private static Leaf? MeetLeaves(Leaf left, Leaf right, bool keepLeft, bool keepRight, Func<Shape, Shape, Shape> meet)
    {
        Leaf? result = null;
        bool isLeft = true;
        for (Leaf? leaf = left; leaf is not null; leaf = leaf.Next)
        {
            Shape? shape = right.Find(leaf.Name) is { } other ? (ReferenceEquals(leaf.Shape, other.Shape) ? leaf.Shape : meet(leaf.Shape, other.Shape)) : keepLeft ? leaf.Shape : null;
            isLeft &= ReferenceEquals(shape, leaf.Shape);
            result = shape is null ? result : new Leaf(leaf.Name, shape, result);
        }

        for (Leaf? leaf = keepRight ? right : null; leaf is not null; leaf = leaf.Next)
        {
            if (left.Find(leaf.Name) is null)
            {
                isLeft = false;
                result = new Leaf(leaf.Name, leaf.Shape, result);
            }
        }

        return isLeft ? left : result;
    }

    private static Node Insert(Node? node, Leaf leaf)
    {
        switch (node)
        {
            case null:
                return leaf;
            case Branch branch when branch.Covers(leaf):
                return (leaf.Hash & branch.Bit) == 0
                    ? new Branch(branch.Prefix, branch.Bit, Insert(branch.Left, leaf), branch.Right)
                    : new Branch(branch.Prefix, branch.Bit, branch.Left, Insert(branch.Right, leaf));
            case Leaf other when other.Hash == leaf.Hash:
                Leaf? rest = null;
                for (Leaf? at = other; at is not null; at = at.Next)
                {
                    rest = at.Name == leaf.Name ? rest : new Leaf(at.Name, at.Shape, rest);
                }

                return new Leaf(leaf.Name, leaf.Shape, rest);
            default:
                return Join(node, leaf);
        }
    }

    private static Branch Join(Node left, Node right)
    {
        int bit = (int)(1u << BitOperations.Log2((uint)(left.Prefix ^ right.Prefix)));
        int prefix = left.Prefix & ~(bit | (bit - 1));
        return (left.Prefix & bit) == 0 ? new Branch(prefix, bit, left, right) : new Branch(prefix, bit, right, left);
    }

    private static int CountOf(Node? node) => node?.Count ?? 0;

    private static void Collect(Node? node, List<string> names)
    {
        if (node is Branch branch)
        {
            Collect(branch.Left, names);
            Collect(branch.Right, names);
        }
        else
        {
            for (var leaf = (Leaf?)node; leaf is not null; leaf = leaf.Next)
            {
                names.Add(leaf.Name);
            }
        }
    }

    private abstract class Node(int prefix)
    {
        public int Prefix { get; } = prefix;

        public abstract int Count { get; }
    }

    /// <summary>Names whose hashes agree above a bit, parted by that bit.</summary>
    private sealed class Branch(int prefix, int bit, Node left, Node right) : Node(prefix)
    {
        public int Bit { get; } = bit;

        public Node Left { get; } = left;

        public Node Right { get; } = right;

        public override int Count { get; } = left.Count + right.Count;

        public bool Covers(Node other) => (other.Prefix & ~(Bit | (Bit - 1))) == Prefix && (other is not Branch branch || (uint)branch.Bit < (uint)Bit);

        /// <summary>The branch with these sides: this one or the other where they are its own.</summary>
        public Node? With(Node? left, Node? right, Node other)
        {
            if (left is null || right is null)
            {
                return left ?? right;
            }

            if (ReferenceEquals(left, Left) && ReferenceEquals(right, Right))
            {
                return this;
            }

            return other is Branch branch && ReferenceEquals(left, branch.Left) && ReferenceEquals(right, branch.Right) ? branch : new Branch(Prefix, Bit, left, right);
        }
    }

    /// <summary>A name with its shape, and the others of the same hash.</summary>
    private sealed class Leaf(string name, Shape shape, Leaf? next = null) : Node(name.GetHashCode(StringComparison.Ordinal))
    {
        public int Hash => Prefix;

        public string Name { get; } = name;

        public Shape Shape { get; } = shape;

        public Leaf? Next { get; } = next;

        public override int Count { get; } = 1 + (next?.Count ?? 0);

        public Leaf? Find(string wanted)
        {
            for (Leaf? leaf = this; leaf is not null; leaf = leaf.Next)
            {
                if (leaf.Name == wanted)
                {
                    return leaf;
                }
            }

            return null;
        }
    }
}
