//! A line diff for the failure message of a test.

/// The number of unchanged lines that are shown before and after a change.
const CONTEXT: usize = 2;

/// A line, marked with `-` if it is missing, `+` if it is new, and a blank if it is unchanged.
type MarkedLine<'a> = (char, &'a str);

/// Returns the lines that differ, with some context.
pub(crate) fn lines(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let marked = marked_lines(&old, &new);
    let is_near_change = |at: usize| {
        let end = marked.len().min(at + CONTEXT + 1);
        marked[at.saturating_sub(CONTEXT)..end].iter().any(|(mark, _)| *mark != ' ')
    };
    let shown = (0..marked.len()).filter(|at| is_near_change(*at)).map(|at| marked[at]);
    shown.map(|(mark, line)| format!("{mark} {line}\n")).collect()
}

/// Marks the lines of both texts, so that as many lines as possible are unchanged.
fn marked_lines<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<MarkedLine<'a>> {
    let common = common_lengths(old, new);
    let (mut i, mut j, mut marked) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            marked.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            marked.push(('-', old[i]));
            i += 1;
        } else {
            marked.push(('+', new[j]));
            j += 1;
        }
    }
    marked
}

/// Returns the length of the longest common subsequence of `old[i..]` and `new[j..]`, for all `i` and `j`.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] = if old[i] == new[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    lengths
}

#[test]
fn a_diff_shows_changed_lines_with_context() {
    let expected = "a\nb\nc\nold\nd\ne\nf\ng\n";
    let actual = "a\nb\nc\nnew\nd\ne\nf\ng\nend\n";
    assert_eq!(lines(expected, actual), "  b\n  c\n- old\n+ new\n  d\n  e\n  f\n  g\n+ end\n");
    assert_eq!(lines("", "a\n"), "+ a\n");
    assert_eq!(lines("a\n", "a\n"), "");
}
