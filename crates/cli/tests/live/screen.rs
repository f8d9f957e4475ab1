//! A minimal terminal emulator, which interprets only the escape sequences that the command uses.

#[derive(Default)]
pub(crate) struct Screen {
    /// The width in columns.
    columns: usize,
    lines: Vec<Vec<char>>,
    /// The position of the cursor.
    row: usize,
    column: usize,
}

impl Screen {
    /// Returns the lines that a terminal of this width shows after receiving `written`.
    pub(crate) fn show(written: &str, columns: usize) -> Vec<String> {
        let mut screen = Self { columns, ..Self::default() };
        let mut rest = written.chars();
        while let Some(char) = rest.next() {
            match char {
                '\u{1b}' => screen.sequence(&mut rest),
                '\r' => screen.column = 0,
                '\n' => screen.row += 1,
                char => screen.put(char),
            }
        }
        screen.lines.iter().map(|line| line.iter().collect::<String>().trim_end().to_owned()).collect()
    }

    fn put(&mut self, char: char) {
        // A wide character takes two columns. The second one holds a marker that the caller removes.
        let width = console::measure_text_width(&char.to_string());
        if self.column + width > self.columns {
            (self.row, self.column) = (self.row + 1, 0);
        }
        let mut line = self.line();
        line[self.column] = char;
        if width == 2 {
            line[self.column + 1] = '\u{200b}';
        }
        self.lines[self.row] = line;
        self.column += width;
    }

    /// Returns the line of the cursor, filled with blanks to the full width.
    fn line(&mut self) -> Vec<char> {
        self.lines.resize(self.lines.len().max(self.row + 1), Vec::new());
        let mut line = self.lines[self.row].clone();
        line.resize(self.columns, ' ');
        line
    }

    /// Interprets an escape sequence.
    fn sequence(&mut self, rest: &mut std::str::Chars<'_>) {
        assert_eq!(rest.next(), Some('['), "only CSI sequences are supported");
        let mut text = String::new();
        let end = loop {
            match rest.next().unwrap() {
                end if end.is_ascii_alphabetic() => break end,
                char => text.push(char),
            }
        };
        match end {
            'A' => self.row = self.row.checked_sub(text.parse().unwrap()).unwrap(),
            'J' => {
                assert_eq!((&*text, self.column), ("0", 0), "only whole lines are cleared");
                self.lines.truncate(self.row);
            }
            'm' | 'h' | 'l' => {}
            other => panic!("unexpected sequence {text}{other}"),
        }
    }
}
