//! The words and marks of a source file, without its comments: enough to tell code from comments and texts, and no more.

use std::ops::RangeInclusive;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// What stands between quotes, without them; a regular expression too.
    Text,
    /// A mark: one character, or one of the few pairs that mean one thing.
    Mark,
}

/// A token, and the line that it begins in, from 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// As written.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
}

impl Token {
    /// Whether it is this word or mark, and no text.
    pub fn is(&self, word: &str) -> bool {
        self.kind != Kind::Text && self.text == word
    }
}

/// How comments and texts are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// `//`, nested `/* */`, `"..."`, raw texts, lifetimes.
    Rust,
    /// `//`, `/* */`, `"..."`, `'...'`, templates with code in them, regular expressions.
    TypeScript,
    /// `#`, `"..."`, `'...'`, texts of three quotes.
    Python,
}

/// Marks of several characters; the longer ones first.
const PAIRS: [&str; 7] = ["===", "!==", "::", "==", "!=", "?.", "=>"];

/// The tokens of a file.
pub fn tokens(text: &str, language: Language) -> Vec<Token> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0, line: 1, language, found: Vec::new() };
    reader.code(false);
    reader.found
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    language: Language,
    found: Vec<Token>,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn starts(&self, with: &str) -> bool {
        with.chars().enumerate().all(|(i, c)| self.peek(i) == c)
    }

    fn next(&mut self) -> char {
        let c = self.peek(0);
        self.at += 1;
        self.line += usize::from(c == '\n');
        c
    }

    fn skip(&mut self) {
        self.next();
    }

    fn put(&mut self, kind: Kind, text: String, line: usize) {
        self.found.push(Token { kind, text, line });
    }

    /// Reads code to the end of the file or, inside a template, to the brace that closes it.
    fn code(&mut self, in_template: bool) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            let (c, line) = (self.peek(0), self.line);
            if c.is_whitespace() {
                self.next();
                continue;
            }
            if self.skipped_comment() || self.took_text() {
                continue;
            }
            if is_word(c) {
                let mut word = String::new();
                while is_word(self.peek(0)) && self.at < self.chars.len() {
                    word.push(self.next());
                }
                self.put(Kind::Word, word, line);
            } else {
                depth += i32::from(c == '{') - i32::from(c == '}');
                if in_template && depth < 0 {
                    return;
                }
                let mark = PAIRS.into_iter().find(|pair| self.starts(pair)).map_or(c.to_string(), str::to_owned);
                mark.chars().for_each(|_| self.skip());
                self.put(Kind::Mark, mark, line);
            }
        }
    }

    fn skipped_comment(&mut self) -> bool {
        let is_python = self.language == Language::Python;
        if (is_python && self.peek(0) == '#') || (!is_python && self.starts("//")) {
            while self.at < self.chars.len() && self.peek(0) != '\n' {
                self.next();
            }
            return true;
        }
        if is_python || !self.starts("/*") {
            return false;
        }
        let mut depth = 0;
        while self.at < self.chars.len() {
            if self.starts("/*") && (depth == 0 || self.language == Language::Rust) {
                depth += 1;
                self.skip();
                self.skip();
            } else if self.starts("*/") {
                depth -= 1;
                self.skip();
                self.skip();
                if depth == 0 {
                    break;
                }
            } else {
                self.next();
            }
        }
        true
    }

    fn took_text(&mut self) -> bool {
        let c = self.peek(0);
        match self.language {
            Language::Rust => self.took_raw() || (c == '"' && self.quoted("\"")) || (c == '\'' && self.took_char()),
            Language::Python => {
                let three = ["\"\"\"", "'''"].into_iter().find(|quotes| self.starts(quotes));
                match three {
                    Some(quotes) => self.quoted(quotes),
                    None => matches!(c, '"' | '\'') && self.quoted(&c.to_string()),
                }
            }
            Language::TypeScript => match c {
                '"' | '\'' => self.quoted(&c.to_string()),
                '`' => self.template(),
                '/' => self.expression(),
                _ => false,
            },
        }
    }

    /// A text up to the same quotes.
    fn quoted(&mut self, quotes: &str) -> bool {
        let line = self.line;
        quotes.chars().for_each(|_| self.skip());
        let mut text = String::new();
        while self.at < self.chars.len() && !self.starts(quotes) {
            let c = self.next();
            text.push(c);
            if c == '\\' {
                text.push(self.next());
            }
        }
        quotes.chars().for_each(|_| self.skip());
        self.put(Kind::Text, text, line);
        true
    }

    /// `r"..."`, `r#"..."#`, `br"..."`.
    fn took_raw(&mut self) -> bool {
        let letters = usize::from(self.peek(0) == 'b');
        if self.peek(letters) != 'r' || self.at.checked_sub(1).is_some_and(|before| is_word(self.chars[before])) {
            return false;
        }
        let hashes = self.chars[self.at + letters + 1..].iter().take_while(|c| **c == '#').count();
        if self.peek(letters + 1 + hashes) != '"' {
            return false;
        }
        let (line, end) = (self.line, format!("\"{}", "#".repeat(hashes)));
        (0..letters + 2 + hashes).for_each(|_| self.skip());
        let mut text = String::new();
        while self.at < self.chars.len() && !self.starts(&end) {
            text.push(self.next());
        }
        end.chars().for_each(|_| self.skip());
        self.put(Kind::Text, text, line);
        true
    }

    /// A character between quotes, or a lifetime, which is one mark with its quote.
    fn took_char(&mut self) -> bool {
        if self.peek(1) == '\\' || self.peek(2) == '\'' {
            return self.quoted("'");
        }
        let (line, mut mark) = (self.line, self.next().to_string());
        while is_word(self.peek(0)) && self.at < self.chars.len() {
            mark.push(self.next());
        }
        self.put(Kind::Mark, mark, line);
        true
    }

    /// A template: its text is a token, and the code in it is read as code.
    fn template(&mut self) -> bool {
        let line = self.line;
        self.next();
        let mut text = String::new();
        while self.at < self.chars.len() && self.peek(0) != '`' {
            if self.starts("${") {
                self.skip();
                self.skip();
                // Code in a template stands by itself: what is before it does not belong to it.
                self.put(Kind::Mark, "${".into(), self.line);
                self.code(true);
                self.put(Kind::Mark, "}".into(), self.line);
                self.next();
            } else {
                if self.peek(0) == '\\' {
                    text.push(self.next());
                }
                text.push(self.next());
            }
        }
        self.next();
        self.put(Kind::Text, text, line);
        true
    }

    /// A regular expression, where a value may begin; elsewhere the mark divides.
    fn expression(&mut self) -> bool {
        let is_value = self.found.last().is_some_and(|token| {
            token.kind == Kind::Text
                || (token.kind == Kind::Word && !token.is("return"))
                || [")", "]", "}"].iter().any(|mark| token.is(mark))
        });
        if is_value {
            return false;
        }
        let line = self.line;
        self.next();
        let (mut text, mut in_class) = (String::new(), false);
        while self.at < self.chars.len() && self.peek(0) != '\n' && (in_class || self.peek(0) != '/') {
            let c = self.next();
            in_class = if in_class { c != ']' } else { c == '[' };
            text.push(c);
            if c == '\\' {
                text.push(self.next());
            }
        }
        self.next();
        self.put(Kind::Text, text, line);
        true
    }
}

/// The tokens of a Rust file without its unit tests.
pub struct Own {
    /// What is left.
    pub tokens: Vec<Token>,
    /// Lines of the unit tests.
    pub test_lines: Vec<RangeInclusive<usize>>,
    /// Modules with a file of their own that hold unit tests alone.
    pub test_modules: Vec<String>,
}

/// Takes away what is only compiled for tests.
pub fn without_tests(tokens: Vec<Token>) -> Own {
    let mut own = Own { tokens: Vec::new(), test_lines: Vec::new(), test_modules: Vec::new() };
    let mut at = 0;
    while at < tokens.len() {
        let Some(mut end) = attribute_for_tests(&tokens, at) else {
            own.tokens.push(tokens[at].clone());
            at += 1;
            continue;
        };
        while tokens.get(end).is_some_and(|token| token.is("#")) {
            end = closed(&tokens, end + 1);
        }
        let item = end;
        end = end_of_item(&tokens, item);
        if tokens.get(item).is_some_and(|token| token.is("mod")) && tokens.get(item + 2).is_some_and(|t| t.is(";")) {
            own.test_modules.push(tokens[item + 1].text.clone());
        }
        let last = tokens.get(end.saturating_sub(1)).map_or(tokens[at].line, |token| token.line);
        own.test_lines.push(tokens[at].line..=last);
        at = end;
    }
    own
}

/// Where an attribute that asks for tests ends, if one begins here.
fn attribute_for_tests(tokens: &[Token], at: usize) -> Option<usize> {
    let begins = ["#", "[", "cfg", "("].iter().zip(tokens.get(at..)?).filter(|(word, token)| token.is(word)).count();
    if begins < 4 {
        return None;
    }
    let end = closed(tokens, at + 1);
    let inside = &tokens[at + 4..end];
    let asks = inside.iter().any(|token| token.is("test")) && !inside.iter().any(|token| token.is("not"));
    asks.then_some(end)
}

/// The position behind the bracket that closes the one at a position.
fn closed(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(at) {
        depth += i32::from(["(", "[", "{"].iter().any(|mark| token.is(mark)));
        depth -= i32::from([")", "]", "}"].iter().any(|mark| token.is(mark)));
        if depth == 0 {
            return i + 1;
        }
    }
    tokens.len()
}

/// The position behind an item: behind its `;`, or behind the braces that end it.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    while at < tokens.len() {
        let token = &tokens[at];
        if token.is(";") {
            return at + 1;
        }
        let is_block = token.is("{");
        if is_block || token.is("(") || token.is("[") {
            at = closed(tokens, at);
            if is_block {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, language: Language) -> Vec<String> {
        tokens(text, language).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn law_comments_are_no_code_and_texts_are_one_token() {
        let rust = "a /* b /* c */ d */ \"e // f\\\"\" r#\"g\"h\"# 'i' '\\'' &'j k; // l";
        assert_eq!(words(rust, Language::Rust), ["a", "e // f\\\"", "g\"h", "i", "\\'", "&", "'j", "k", ";"]);
        let script = "x / y; /* z */ `a ${b.c(`d`)} e` === /[/]f/.test(g)";
        let expected = [
            "x", "/", "y", ";", "${", "b", ".", "c", "(", "d", ")", "}", "a  e", "===", "[/]f", ".", "test", "(", "g",
            ")",
        ];
        assert_eq!(words(script, Language::TypeScript), expected);
        assert_eq!(words("a '''b\n'c''' # d\n\"e\"", Language::Python), ["a", "b\n'c", "e"]);
    }

    #[test]
    fn law_unit_tests_are_taken_away_whole() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\n#[allow(dead_code)]\nfn b(x: [u8; 2]) {\n}\nfn c() {}\n";
        let own = without_tests(tokens(text, Language::Rust));
        let left: Vec<&str> = own.tokens.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(left, ["fn", "a", "(", ")", "{", "}", "fn", "c", "(", ")", "{", "}"]);
        assert_eq!(own.test_lines, [2..=3, 4..=7]);
        assert_eq!(own.test_modules, ["tests"]);
    }
}
