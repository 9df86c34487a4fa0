//! The numbers of a source file: declared parameters, named constants, and literals that nobody declared.
//!
//! A number that shapes behaviour is a parameter (`params!`), a constant with a unit and a source, or an **undeclared
//! literal**: a number that stands in an expression. Numbers in comments, texts, attributes, types and unit tests are none,
//! nor is the value of a `const` or `static`; the body of a `const fn` and a `const` whose value is a block are code as any
//! other. Some literals belong to the structure of the code and shape nothing. They are these and no others:
//!
//! 1. **Neutral elements and bounds of shares**: 0 and 1, whole or with a point; whole −1 (a mark for none, or a step back);
//!    −1.0 only as an argument of `clamp`, `min` or `max`.
//! 2. **Positions and lengths**: a whole number directly between the brackets of an index or a slice, a field of a tuple, a
//!    whole number behind the `;` of an array, an argument of `with_capacity`.
//! 3. **Squares**: 2 as the argument of `pow`, `powi` or `powf`. Another exponent shapes.
//! 4. **Bits**: numbers in base two, eight or sixteen; what is shifted and by how much; a whole number behind the `&` of
//!    two values.
//! 5. **Bytes**: 255, 256, 65,535 and 65,536, the scales of the columns; the 0.5 that rounds just before a cast
//!    (`+ 0.5) as`, or `+ 0.5).min(...) as`).
//! 6. **Identities**: a whole number that is the pattern of a match arm (the bounds of a range are none), the value of a
//!    variant of an `enum`, the number of a table in its declaration (`at 3 in "..."`), an argument of `stream` or `key`,
//!    which tell one draw from another.
//! 7. **What is told**: a whole number that is the round or the importance of an event, as an argument of `Event::new`,
//!    `Event::decision`, `of_unit` or `as_kind`.
//!
//! A **constant** is a `const` or `static` with a number in its value. It is left out when it is structure: when its value
//! has bits (rule 4), or when it is whole and its name is an index, a length of an array or a mask somewhere in the crate.
//! It states a unit when its name or its comment has one of [`UNITS`], and a source when its comment has one of [`SOURCES`].
//! The weights of decisions, in `decisions!`, are constants: their unit is utility, and all are assumed.

use std::collections::BTreeSet;

use crate::tokens::{Kind, Language, Token, tokens, without_tests};

/// Words of a comment, or of a name, that state a unit.
pub const UNITS: [&str; 19] = [
    "unit",
    "share",
    "chance",
    "day",
    "days",
    "hour",
    "hours",
    "persons",
    "people",
    "adults",
    "men",
    "utility",
    "scale",
    "per",
    "readiness",
    "need",
    "hops",
    "degrees",
    "times",
];
/// Words of a comment that state where a number comes from.
pub const SOURCES: [&str; 7] = ["assumed", "weak", "source", "measured", "computed", "convention", "recorded"];

/// A parameter as `params!` declares it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parameter {
    /// `group.name`.
    pub key: String,
    /// Unit, in words.
    pub unit: String,
    /// Smallest and largest allowed value, as written.
    pub range: String,
    /// The line, from 1.
    pub line: usize,
}

/// A named constant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Constant {
    /// Its name.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// Its comment, in one line.
    pub comment: String,
    /// The line, from 1.
    pub line: usize,
}

impl Constant {
    /// Whether its name or its comment states a unit.
    pub fn has_unit(&self) -> bool {
        has_word(&self.comment, &UNITS) || has_word(&self.name, &UNITS)
    }

    /// Whether its comment states a source.
    pub fn has_source(&self) -> bool {
        has_word(&self.comment, &SOURCES)
    }
}

fn has_word(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
}

/// A number that nobody declared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Literal {
    /// As written, with its sign.
    pub value: String,
    /// The function that it stands in, or the constant whose value is a block; empty outside of both.
    pub within: String,
    /// What stands on its line.
    pub around: String,
    /// The line, from 1.
    pub line: usize,
}

/// The numbers of a file.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Numbers {
    /// Declared parameters.
    pub parameters: Vec<Parameter>,
    /// Named constants.
    pub constants: Vec<Constant>,
    /// Literals that nobody declared.
    pub literals: Vec<Literal>,
}

/// Names that a crate uses as an index, a length of an array or a mask.
pub fn structural_names<'a>(files: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for text in files {
        let pieces = pieces(text);
        for (i, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.is_name()) {
            let before = |n: usize| i.checked_sub(n).map(|at| &pieces[at]);
            let in_brackets = pieces.get(i + 1).is_some_and(|next| next.is("]"))
                && before(1).is_some_and(|mark| mark.is("[") || mark.is(";"));
            let is_masked = before(1).is_some_and(|mark| mark.is("&")) && before(2).is_some_and(Piece::is_value);
            if in_brackets || is_masked {
                names.insert(piece.text().to_owned());
            }
        }
    }
    names
}

/// The numbers of a file without its unit tests. `structural` are the names that [`structural_names`] found in its crate.
pub fn numbers(text: &str, structural: &BTreeSet<String>) -> Numbers {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader =
        Reader { pieces: pieces(text), lines: &lines, structural, frames: Vec::new(), found: Numbers::default() };
    reader.read();
    reader.found
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Whole,
    Pointed,
    Field,
    Other,
}

/// A token, or a number of several tokens.
#[derive(Clone, Debug)]
struct Piece {
    token: Token,
    sort: Sort,
}

/// Words behind which no value has ended.
const KEYWORDS: [&str; 15] = [
    "as", "break", "const", "else", "for", "if", "in", "let", "loop", "match", "move", "mut", "return", "where",
    "while",
];

impl Piece {
    fn is(&self, word: &str) -> bool {
        self.token.is(word)
    }

    fn text(&self) -> &str {
        &self.token.text
    }

    fn is_number(&self) -> bool {
        matches!(self.sort, Sort::Whole | Sort::Pointed)
    }

    fn is_name(&self) -> bool {
        self.token.kind == Kind::Word && self.sort == Sort::Other && !KEYWORDS.contains(&self.text())
    }

    /// Whether a value can end here.
    fn is_value(&self) -> bool {
        self.is_name() || self.sort != Sort::Other || self.is(")") || self.is("]") || self.is("?")
    }
}

/// The tokens of a file without tests and attributes, with each number in one piece.
fn pieces(text: &str) -> Vec<Piece> {
    let tokens = without_tests(tokens(text, Language::Rust)).tokens;
    let mut found: Vec<Piece> = Vec::new();
    let is = |at: usize, mark: &str| tokens.get(at).is_some_and(|token: &Token| token.is(mark));
    let digits = |at: usize| {
        tokens.get(at).filter(|token| token.kind == Kind::Word && token.text.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut at = 0;
    while at < tokens.len() {
        if is(at, "#") && (is(at + 1, "[") || (is(at + 1, "!") && is(at + 2, "["))) {
            at = behind(&tokens, at + 1);
            continue;
        }
        let Some(first) = digits(at) else {
            found.push(Piece { token: tokens[at].clone(), sort: Sort::Other });
            at += 1;
            continue;
        };
        let mut token = first.clone();
        at += 1;
        let n = found.len();
        let is_field = n > 1 && found[n - 1].is(".") && found[n - 2].is_value() && !found[n - 2].is_number();
        if is_field {
            found.push(Piece { token, sort: Sort::Field });
            continue;
        }
        let mut sort = Sort::Whole;
        if is(at, ".") && !is(at + 1, ".") {
            // `1.max(2)` calls a method of a whole number, `1.)` ends one with a point.
            if let Some(rest) = digits(at + 1) {
                token.text += &format!(".{}", rest.text);
                (at, sort) = (at + 2, Sort::Pointed);
            } else if tokens.get(at + 1).is_none_or(|next| next.kind != Kind::Word) {
                token.text.push('.');
                (at, sort) = (at + 1, Sort::Pointed);
            }
        }
        let is_based = ["0x", "0b", "0o"].iter().any(|base| token.text.starts_with(base));
        if !is_based && token.text.ends_with(['e', 'E']) && (is(at, "-") || is(at, "+")) {
            let power = digits(at + 1).map_or("", |power| power.text.as_str());
            token.text += &format!("{}{power}", tokens[at].text);
            at += 2;
        }
        let has_power = token.text.trim_end_matches("usize").trim_end_matches("isize").contains(['e', 'E']);
        if !is_based && (has_power || token.text.contains('f')) {
            sort = Sort::Pointed;
        }
        found.push(Piece { token, sort });
    }
    found
}

/// The position behind the bracket that closes the first one at or after a position.
fn behind(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(at) {
        depth += i32::from(is_open(token)) - i32::from(is_close(token));
        if depth == 0 && is_close(token) {
            return i + 1;
        }
    }
    tokens.len()
}

fn is_open(token: &Token) -> bool {
    ["(", "[", "{"].iter().any(|mark| token.is(mark))
}

fn is_close(token: &Token) -> bool {
    [")", "]", "}"].iter().any(|mark| token.is(mark))
}

/// The number that a literal stands for, without underscores and suffix.
fn value_of(written: &str) -> Option<f64> {
    let plain = written.replace('_', "");
    const SUFFIXES: [&str; 14] =
        ["f32", "f64", "usize", "isize", "u128", "i128", "u16", "u32", "u64", "i16", "i32", "i64", "u8", "i8"];
    let plain = SUFFIXES.iter().find_map(|suffix| plain.strip_suffix(suffix)).unwrap_or(&plain);
    plain.parse().ok()
}

/// An open bracket.
struct Frame {
    mark: String,
    /// What is called, for the bracket of a call; with what stands before its `::`.
    called: (String, String),
    /// The bracket of an index or a slice.
    is_index: bool,
    /// A `;` of an array has been read.
    is_length: bool,
    /// The function whose body begins here.
    function: Option<String>,
    is_enum: bool,
    /// Where it is closed.
    end: usize,
}

struct Reader<'a> {
    pieces: Vec<Piece>,
    lines: &'a [&'a str],
    structural: &'a BTreeSet<String>,
    frames: Vec<Frame>,
    found: Numbers,
}

impl Reader<'_> {
    fn is(&self, at: usize, mark: &str) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.is(mark))
    }

    fn is_before(&self, at: usize, n: usize, mark: &str) -> bool {
        at.checked_sub(n).is_some_and(|at| self.is(at, mark))
    }

    fn end(&self, at: usize) -> usize {
        let mut depth = 0;
        for (i, piece) in self.pieces.iter().enumerate().skip(at) {
            depth += i32::from(is_open(&piece.token)) - i32::from(is_close(&piece.token));
            if depth <= 0 {
                return i;
            }
        }
        self.pieces.len()
    }

    fn read(&mut self) {
        let (mut at, mut item) = (0, None);
        while at < self.pieces.len() {
            let piece = self.pieces[at].clone();
            if piece.is("params") && self.is(at + 1, "!") {
                let end = self.end(at + 2);
                self.parameters(at + 3, end);
                at = end + 1;
                continue;
            }
            if piece.is("decisions") && self.is(at + 1, "!") {
                let end = self.end(at + 2);
                self.weights(at + 3, end);
                at = end + 1;
                continue;
            }
            if (piece.is("const") || piece.is("static"))
                && let Some(value) = self.constant(at)
            {
                // A block is code, and what stands before it is the type.
                if self.is(value, "{") {
                    item = Some((self.pieces[at + 1].text().to_owned(), false));
                }
                at = value;
                continue;
            }
            if (piece.is("fn") || piece.is("enum")) && self.pieces.get(at + 1).is_some_and(Piece::is_name) {
                item = Some((self.pieces[at + 1].text().to_owned(), piece.is("enum")));
            }
            if is_open(&piece.token) {
                let item = if piece.is("{") { item.take() } else { None };
                self.open(at, item);
            } else if is_close(&piece.token) {
                self.frames.pop();
            } else if piece.is(";") {
                match self.frames.last_mut() {
                    Some(frame) if frame.mark == "[" => frame.is_length = true,
                    _ => item = None,
                }
            } else if piece.is_number() && !self.is_structural(at) {
                self.put(at);
            }
            at += 1;
        }
    }

    fn open(&mut self, at: usize, item: Option<(String, bool)>) {
        let before = |n: usize| at.checked_sub(n).map(|at| &self.pieces[at]);
        let name = |n: usize| before(n).filter(|piece| piece.is_name()).map_or("", Piece::text).to_owned();
        let of = if before(2).is_some_and(|piece| piece.is("::")) { name(3) } else { String::new() };
        let mark = self.pieces[at].text().to_owned();
        self.frames.push(Frame {
            called: if mark == "(" { (of, name(1)) } else { (String::new(), String::new()) },
            is_index: mark == "[" && before(1).is_some_and(Piece::is_value),
            is_length: false,
            function: item.as_ref().filter(|(_, is_enum)| !is_enum).map(|(name, _)| name.clone()),
            is_enum: item.is_some_and(|(_, is_enum)| is_enum),
            end: self.end(at),
            mark,
        });
    }

    /// Reads a constant, and says where to go on: behind its value, or at the block that is its value.
    fn constant(&mut self, at: usize) -> Option<usize> {
        let is_generic = self.is_before(at, 1, "<") || self.is_before(at, 1, ",") || self.is_before(at, 1, "*");
        if is_generic || !self.pieces.get(at + 1).is_some_and(Piece::is_name) || !self.is(at + 2, ":") {
            return None;
        }
        let (mut equals, mut end) = (None, at + 3);
        while end < self.pieces.len() && !self.is(end, ";") {
            if self.is(end, "=") && equals.is_none() {
                equals = Some(end);
            }
            end = if is_open(&self.pieces[end].token) { self.end(end) + 1 } else { end + 1 };
        }
        let value = equals? + 1;
        let name = self.pieces[at + 1].text().to_owned();
        if name == "_" {
            return Some(end);
        }
        if self.is(value, "{") {
            return Some(value);
        }
        let inside = &self.pieces[value..end];
        let is_whole = inside.iter().all(|piece| piece.sort != Sort::Pointed);
        let has_bits = (value..end).any(|at| self.pieces[at].is_number() && self.is_of_bits(at));
        let is_structure = has_bits || (is_whole && self.structural.contains(&name));
        if inside.iter().any(Piece::is_number) && !is_structure {
            let line = self.pieces[at].token.line;
            let value = inside.iter().map(Piece::text).collect::<Vec<_>>().join(" ");
            let comment = self.comment_above(line);
            self.found.constants.push(Constant { name, value: value.replace("- ", "-"), comment, line });
        }
        Some(end)
    }

    /// The comment that documents what begins on a line.
    fn comment_above(&self, line: usize) -> String {
        let above = self.lines[..line - 1].iter().rev().map(|line| line.trim());
        let mut found: Vec<&str> = above.take_while(|line| line.starts_with("///") || line.starts_with("#[")).collect();
        found.retain(|line| line.starts_with("///"));
        found.reverse();
        found.iter().map(|line| line.trim_start_matches('/').trim()).collect::<Vec<_>>().join(" ")
    }

    /// Reads the declarations inside `params!`.
    fn parameters(&mut self, from: usize, to: usize) {
        let mut group = String::new();
        for at in from..to {
            let piece = &self.pieces[at];
            if piece.is("in") && self.pieces[at + 1].token.kind == Kind::Text {
                group = self.pieces[at + 1].text().to_owned();
            }
            let has_unit = self.is(at + 1, ":") && self.pieces.get(at + 2).is_some_and(|p| p.token.kind == Kind::Text);
            if !piece.is_name() || !has_unit {
                continue;
            }
            let rest = &self.pieces[at + 3..to];
            let range = rest.iter().skip_while(|piece| !piece.is("in")).skip(1).take_while(|piece| !piece.is(","));
            self.found.parameters.push(Parameter {
                key: format!("{group}.{}", piece.text()),
                unit: self.pieces[at + 2].text().to_owned(),
                range: range.map(Piece::text).collect(),
                line: piece.token.line,
            });
        }
    }

    /// Reads the weights inside `decisions!`: constants of utility, each named after its decision and option.
    fn weights(&mut self, from: usize, to: usize) {
        let (mut decision, mut option) = (String::new(), String::new());
        for at in from..to {
            let piece = &self.pieces[at];
            if piece.token.kind == Kind::Text && self.is(at + 1, ",") && self.pieces[at + 2].token.kind == Kind::Text {
                decision = piece.text().to_owned();
            } else if piece.token.kind == Kind::Text && self.is(at + 1, "=") {
                option = piece.text().to_owned();
            } else if matches!(piece.sort, Sort::Whole | Sort::Pointed) {
                let sign = if self.is_before(at, 1, "-") { "-" } else { "" };
                self.found.constants.push(Constant {
                    name: format!("{decision}: {option}"),
                    value: format!("{sign}{}", piece.text()),
                    comment: String::from("A weight. Unit: utility. Assumed."),
                    line: piece.token.line,
                });
            }
        }
    }

    fn put(&mut self, at: usize) {
        let piece = &self.pieces[at];
        let sign = if self.is_negative(at) { "-" } else { "" };
        let function = self.frames.iter().rev().find_map(|frame| frame.function.clone());
        self.found.literals.push(Literal {
            value: format!("{sign}{}", piece.text()),
            within: function.unwrap_or_default(),
            around: self.lines.get(piece.token.line - 1).unwrap_or(&"").trim().to_owned(),
            line: piece.token.line,
        });
    }

    /// Whether a minus before it is a sign.
    fn is_negative(&self, at: usize) -> bool {
        self.is_before(at, 1, "-") && !at.checked_sub(2).is_some_and(|at| self.pieces[at].is_value())
    }

    /// Whether it is shifted, shifts, masks, or is written in bits.
    fn is_of_bits(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let is_based = ["0x", "0b", "0o"].iter().any(|base| piece.text().starts_with(base));
        let twice = |mark: &str| {
            (self.is(at + 1, mark) && self.is(at + 2, mark))
                || (self.is_before(at, 1, mark) && self.is_before(at, 2, mark))
        };
        let is_mask = self.is_before(at, 1, "&") && at > 1 && self.pieces[at - 2].is_value();
        is_based || (piece.sort == Sort::Whole && (twice("<") || twice(">") || is_mask))
    }

    /// Whether it is the pattern of a match arm.
    fn is_pattern(&self, at: usize) -> bool {
        let ends = |at: usize| self.is(at, "=>") || self.is(at, "|") || self.is(at, "if");
        let stands = self.is_before(at, 1, "|")
            || self.frames.last().is_some_and(|frame| frame.mark == "{")
                && ["{", "}", ","].iter().any(|mark| self.is_before(at, 1, mark));
        let in_tuple = self.frames.last().is_some_and(|frame| frame.mark == "(" && ends(frame.end + 1))
            && (self.is_before(at, 1, "(") || self.is_before(at, 1, ","))
            && (self.is(at + 1, ",") || self.is(at + 1, ")") || self.is(at + 1, "|"));
        (stands && ends(at + 1)) || in_tuple
    }

    /// Whether it shapes nothing; the rules stand at the head of this file.
    fn is_structural(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        let is_whole = piece.sort == Sort::Whole;
        let Some(value) = value_of(piece.text()) else { return self.is_of_bits(at) };
        let start = if self.is_negative(at) { at - 1 } else { at };
        let is_argument = (self.is_before(start, 1, "(") || self.is_before(start, 1, ","))
            && (self.is(at + 1, ",") || self.is(at + 1, ")"));
        let frame = self.frames.last();
        let (of, called) = frame.map_or(("", ""), |frame| (frame.called.0.as_str(), frame.called.1.as_str()));
        let calls = |names: &[&str]| is_argument && names.contains(&called);

        let is_neutral = if value == 1.0 && start < at {
            is_whole || calls(&["clamp", "min", "max"])
        } else {
            value == 0.0 || value == 1.0
        };
        let is_position = is_whole && frame.is_some_and(|frame| frame.is_index || frame.is_length);
        let is_capacity = is_whole && calls(&["with_capacity"]);
        let is_square = value == 2.0 && calls(&["pow", "powi", "powf"]);
        let is_of_bytes = start == at && [255.0, 256.0, 65_535.0, 65_536.0].contains(&value);
        let is_cut = self.is(at + 2, ".") && (self.is(at + 3, "min") || self.is(at + 3, "clamp"));
        let cast = if is_cut { self.end(at + 4) + 1 } else { at + 2 };
        let rounds = value == 0.5 && self.is_before(at, 1, "+") && self.is(at + 1, ")") && self.is(cast, "as");
        let is_variant = is_whole && frame.is_some_and(|frame| frame.is_enum) && self.is_before(start, 1, "=");
        let is_table = is_whole
            && self.is_before(at, 1, "at")
            && self.is(at + 1, "in")
            && self.pieces.get(at + 2).is_some_and(|piece| piece.token.kind == Kind::Text);
        let is_draw = is_whole && calls(&["stream", "key"]);
        let is_told = is_whole && (calls(&["of_unit", "as_kind"]) || (of == "Event" && calls(&["new", "decision"])));
        is_neutral
            || is_position
            || is_capacity
            || is_square
            || self.is_of_bits(at)
            || is_of_bytes
            || rounds
            || (is_whole && self.is_pattern(at))
            || is_variant
            || is_table
            || is_draw
            || is_told
    }
}
