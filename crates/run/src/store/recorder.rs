//! All files of a run, written by a thread of their own while the next day is simulated.
//!
//! Days travel as whole [`Record`]s through a bounded channel and come back empty, so nothing is copied on the way and a
//! slow disk slows the simulation instead of filling the memory. The same thread folds every day into the run's digest.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

use engine::record::{Record, Row, TableDecl};
use serde::{Deserialize, Serialize};
use society::tables::EventRow;

use super::checksum::FileFacts;
use super::few::{FEW, keep_important};
use super::schema::Names;
use super::write::TableWriter;
use super::{Disk, join, part_path, rename, segment_path, sentences};
use crate::Error;
use society::tables::STANDING;

/// Days that may wait to be written.
const DAYS_WAITING: usize = 2;

/// A closed segment of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// The table.
    pub table: String,
    /// Number in the file's name.
    pub number: u32,
    /// Rows in it.
    pub rows: u64,
    /// Checksum of its file.
    #[serde(default)]
    pub digest: String,
}

/// Where recording stands after a day: all that a continuation needs.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Recorded {
    /// Digest of everything recorded so far, which the world keeps (see [`World::recorded`](crate::world::World::recorded)).
    #[serde(with = "hex")]
    pub digest: u128,
    /// Segments closed so far.
    pub segments: Vec<Segment>,
    /// Number of the next segment.
    pub next_segment: u32,
}

mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(digest: &u128, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&engine::digest::hex(*digest))
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<u128, D::Error> {
        u128::from_str_radix(&String::deserialize(from)?, 16).map_err(D::Error::custom)
    }
}

/// A table of a finished run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableFacts {
    /// Its name; the file is `<name>.parquet`.
    pub name: String,
    /// What a row stands for.
    pub row: String,
    /// Number of rows.
    pub rows: u64,
}

enum Message {
    Standing(Record),
    Day(Record),
    Cut(Sender<Recorded>),
    Finish,
}

/// The tables of a run, complete under their working names, and the disk that they are on.
pub struct Closed {
    /// The tables.
    pub tables: Vec<TableFacts>,
    /// What opened their files.
    pub disk: Box<dyn Disk>,
}

/// The simulation's end of the recording thread.
pub struct Recorder {
    to: Option<SyncSender<Message>>,
    back: Receiver<Record>,
    thread: Option<JoinHandle<Result<Closed, Error>>>,
}

/// Where a run's tables go and what their files say.
pub struct Target {
    /// The run's directory.
    pub dir: PathBuf,
    /// Opens the files.
    pub disk: Box<dyn Disk>,
    /// The tables of the model.
    pub tables: &'static [TableDecl],
    /// Whether only the [few](super::few) are written.
    pub only_few: bool,
    /// What codes stand for.
    pub names: Names,
    /// Names for telling events in words; `None` where the model has no events.
    pub told: Option<words::Names>,
    /// Goes into every file's metadata.
    pub about: Vec<(String, String)>,
}

impl Recorder {
    /// Starts the thread, going on from what was recorded before.
    pub fn start(target: Target, before: Recorded) -> Recorder {
        let (to, from) = sync_channel(DAYS_WAITING);
        let (give_back, back) = channel();
        for _ in 0..=DAYS_WAITING {
            // The receiving end is in this function, so it cannot have gone.
            let _ = give_back.send(Record::new(target.tables));
        }
        let thread = std::thread::spawn(move || Files::new(target, before).serve(&from, &give_back));
        Recorder { to: Some(to), back, thread: Some(thread) }
    }

    /// An empty record for the next day; waits for the disk when too many days wait to be written.
    ///
    /// # Errors
    /// What stopped the thread.
    pub fn empty(&mut self) -> Result<Record, Error> {
        match self.back.recv() {
            Ok(record) => Ok(record),
            Err(_) => Err(self.what_stopped_it()),
        }
    }

    /// Hands over the tables that are written once.
    ///
    /// # Errors
    /// What stopped the thread.
    pub fn put_standing(&mut self, record: Record) -> Result<(), Error> {
        self.send(Message::Standing(record))
    }

    /// Hands over a day's rows.
    ///
    /// # Errors
    /// What stopped the thread.
    pub fn put(&mut self, record: Record) -> Result<(), Error> {
        self.send(Message::Day(record))
    }

    /// Closes every table's segment and says where recording stands.
    ///
    /// # Errors
    /// When a table cannot be closed.
    pub fn cut(&mut self) -> Result<Recorded, Error> {
        let (answer, from) = channel();
        self.send(Message::Cut(answer))?;
        from.recv().map_err(|_| self.what_stopped_it())
    }

    /// Completes every table under its working name, `<table>.parquet.part`.
    ///
    /// # Errors
    /// When a table cannot be completed.
    pub fn finish(mut self) -> Result<Closed, Error> {
        self.send(Message::Finish)?;
        self.to = None;
        self.joined()
    }

    fn send(&mut self, message: Message) -> Result<(), Error> {
        let sent = self.to.as_ref().is_some_and(|to| to.send(message).is_ok());
        if sent { Ok(()) } else { Err(self.what_stopped_it()) }
    }

    fn what_stopped_it(&mut self) -> Error {
        self.to = None;
        match self.joined() {
            Err(error) => error,
            Ok(_) => Error::Request("the recording thread has already finished".into()),
        }
    }

    fn joined(&mut self) -> Result<Closed, Error> {
        let thread = self.thread.take().expect("the recording thread is joined once, and nothing is asked of it after");
        match thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        // Hanging up ends the thread; waiting for it means that nothing is written after the run has returned.
        self.to = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Files {
    target: Target,
    writers: Vec<(&'static TableDecl, Option<TableWriter>)>,
    recorded: Recorded,
}

impl Files {
    fn new(target: Target, recorded: Recorded) -> Files {
        let all = target.tables.iter().enumerate();
        let tables = all.filter(|(at, _)| !target.only_few || FEW.contains(at)).map(|(_, table)| table);
        let standing = STANDING.iter().filter(|_| !target.only_few);
        let writers = standing.chain(tables).map(|table| (table, None)).collect();
        Files { target, writers, recorded }
    }

    fn serve(mut self, from: &Receiver<Message>, back: &Sender<Record>) -> Result<Closed, Error> {
        while let Ok(message) = from.recv() {
            match message {
                Message::Standing(mut record) => self.take(&mut record)?,
                Message::Day(mut record) => {
                    self.take(&mut record)?;
                    record.clear();
                    // Nobody takes it back when the run is about to be over.
                    let _ = back.send(record);
                }
                Message::Cut(answer) => {
                    self.cut()?;
                    let _ = answer.send(self.recorded.clone());
                }
                Message::Finish => return self.finish(),
            }
        }
        // The run was dropped: its `.part` files stay as they are, without a footer.
        Ok(Closed { tables: Vec::new(), disk: self.target.disk })
    }

    fn take(&mut self, record: &mut Record) -> Result<(), Error> {
        for i in 0..record.tables().len() {
            let rows = record.table(i);
            if rows.is_empty() {
                continue;
            }
            let name = rows.table.name;
            let Some(at) = self.writers.iter().position(|(table, _)| table.name == name) else {
                assert!(self.target.only_few, "every table of the model has a file");
                continue;
            };
            let is_events = name == EventRow::DECL.name;
            let mut texts = match &self.target.told {
                Some(told) if is_events => sentences::of_day(record, told),
                _ => Vec::new(),
            };
            if is_events && self.target.only_few {
                keep_important(record.table(i), &mut texts);
            }
            self.writer(at)?.append(record.table(i), texts)?;
        }
        Ok(())
    }

    fn writer(&mut self, at: usize) -> Result<&mut TableWriter, Error> {
        let (table, writer) = &mut self.writers[at];
        match writer {
            Some(writer) => Ok(writer),
            None => {
                let path = part_path(&self.target.dir, table.name);
                let disk = self.target.disk.as_ref();
                let opened = TableWriter::create(disk, path, table, &self.target.names, &self.target.about)?;
                Ok(writer.insert(opened))
            }
        }
    }

    fn cut(&mut self) -> Result<(), Error> {
        let number = self.recorded.next_segment;
        for (table, writer) in &mut self.writers {
            if let Some(writer) = writer.take() {
                let rows = writer.finish()?;
                let dir = &self.target.dir;
                rename(&part_path(dir, table.name), &segment_path(dir, table.name, number))?;
                let digest = FileFacts::of_file(&segment_path(dir, table.name, number))?.digest;
                self.recorded.segments.push(Segment { table: table.name.to_owned(), number, rows, digest });
            }
        }
        self.recorded.next_segment = number + 1;
        Ok(())
    }

    fn finish(mut self) -> Result<Closed, Error> {
        if !self.recorded.segments.is_empty() {
            self.cut()?;
        }
        let mut tables = Vec::new();
        for at in 0..self.writers.len() {
            let (table, _) = self.writers[at];
            let segments: Vec<PathBuf> = segments_of(&self.recorded, &self.target.dir, table.name);
            let rows = if segments.is_empty() {
                // A table without a row is a file without a row, so that readers need not ask whether it is there.
                self.writer(at)?;
                self.writers[at].1.take().expect("opened on the line above").finish()?
            } else {
                join::join(self.target.disk.as_ref(), &segments, &part_path(&self.target.dir, table.name))?
            };
            tables.push(TableFacts { name: table.name.to_owned(), row: table.row.to_owned(), rows });
        }
        Ok(Closed { tables, disk: self.target.disk })
    }
}

/// The files of a table's closed segments, in order.
pub(crate) fn segments_of(recorded: &Recorded, dir: &Path, table: &str) -> Vec<PathBuf> {
    recorded
        .segments
        .iter()
        .filter(|segment| segment.table == table)
        .map(|segment| segment_path(dir, table, segment.number))
        .collect()
}
