//! Columns of few different values, written and read as what they are: positions in a dictionary.
//!
//! The format's library takes texts one by one and finds out by hashing which of them are equal. A run has millions of
//! rows of codes whose texts are known beforehand; writing the positions themselves takes a tenth of the time. The pages
//! are those of the format's dictionary encoding: one page of the values, one of positions as runs and packed bits.

use bytes::Bytes;
use parquet::basic::{Compression, Encoding};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Equal values from which on a run is shorter than packed bits.
const LEAST_RUN: usize = 16;

/// A column ready to be put into a row group.
pub(crate) struct Encoded {
    /// Both pages.
    pub bytes: Bytes,
    /// What the row group must know of them.
    pub close: ColumnCloseResult,
}

/// The different values of a column, in the format's plain encoding, and how to describe their range.
pub(crate) struct Dictionary {
    plain: Vec<u8>,
    n: usize,
    statistics: Option<Statistics>,
}

impl Dictionary {
    /// A dictionary of texts.
    pub fn of_texts(texts: &[&str]) -> Dictionary {
        let mut plain = Vec::with_capacity(texts.iter().map(|text| text.len() + 4).sum());
        for text in texts {
            plain.extend((text.len() as u32).to_le_bytes());
            plain.extend(text.as_bytes());
        }
        let least = texts.iter().min().map(|text| (*text).into());
        let most = texts.iter().max().map(|text| (*text).into());
        let statistics = Some(Statistics::byte_array(least, most, None, Some(0), false));
        Dictionary { plain, n: texts.len(), statistics }
    }

    /// A dictionary of days.
    pub fn of_days(days: &[i32]) -> Dictionary {
        let plain = days.iter().flat_map(|day| day.to_le_bytes()).collect();
        let (least, most) = (days.iter().min().copied(), days.iter().max().copied());
        Dictionary { plain, n: days.len(), statistics: Some(Statistics::int32(least, most, None, Some(0), false)) }
    }
}

/// Positions of the values of a column in the list of its different values, in the order in which they appear.
pub(crate) fn positions<T: Copy + PartialEq>(values: &[T]) -> (Vec<T>, Vec<u32>) {
    let mut different: Vec<T> = Vec::new();
    let mut last = 0;
    let positions = values
        .iter()
        .map(|value| {
            if different.get(last) != Some(value) {
                // Values come in long runs and are few: the newest are the likeliest.
                last = match different.iter().rposition(|known| known == value) {
                    Some(at) => at,
                    None => {
                        different.push(*value);
                        different.len() - 1
                    }
                };
            }
            last as u32
        })
        .collect();
    (different, positions)
}

/// Writes the pages of a column without gaps.
pub(crate) fn encode(
    column: ColumnDescPtr,
    dictionary: Dictionary,
    positions: &[u32],
) -> Result<Encoded, ParquetError> {
    let width = bits_for(dictionary.n);
    let mut packed = vec![width as u8];
    write_positions(positions, width, &mut packed);
    let sizes = (dictionary.plain.len(), packed.len());
    let mut sink = TrackedWrite::new(Vec::with_capacity(sizes.0 + sizes.1 + 64));
    let mut pages = SerializedPageWriter::new(&mut sink);
    let first = pages.write_page(CompressedPage::new(
        Page::DictionaryPage {
            buf: dictionary.plain.into(),
            num_values: dictionary.n as u32,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        },
        sizes.0,
    ))?;
    let second = pages.write_page(CompressedPage::new(
        Page::DataPage {
            buf: packed.into(),
            num_values: positions.len() as u32,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        },
        sizes.1,
    ))?;
    let bytes = sink.into_inner()?;
    let size = bytes.len() as i64;
    let mut metadata = ColumnChunkMetaData::builder(column)
        .set_compression(Compression::UNCOMPRESSED)
        .set_encodings(vec![Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY])
        .set_total_compressed_size(size)
        .set_total_uncompressed_size(size)
        .set_num_values(positions.len() as i64)
        .set_dictionary_page_offset(Some(first.offset as i64))
        .set_data_page_offset(second.offset as i64);
    if let Some(statistics) = dictionary.statistics {
        metadata = metadata.set_statistics(statistics);
    }
    let close = ColumnCloseResult {
        bytes_written: size as u64,
        rows_written: positions.len() as u64,
        metadata: metadata.build()?,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok(Encoded { bytes: bytes.into(), close })
}

/// Bits that a position in a dictionary of this size needs. One at least: some readers know no width of nothing.
fn bits_for(n: usize) -> u32 {
    (usize::BITS - n.saturating_sub(1).leading_zeros()).max(1)
}

fn write_positions(values: &[u32], width: u32, to: &mut Vec<u8>) {
    let is_run = |at: usize| values.get(at..at + LEAST_RUN).is_some_and(|run| run.iter().all(|value| *value == run[0]));
    let mut at = 0;
    while at < values.len() {
        if is_run(at) {
            let n = values[at..].iter().take_while(|value| **value == values[at]).count();
            write_varint((n as u64) << 1, to);
            to.extend(&values[at].to_le_bytes()[..width.div_ceil(8) as usize]);
            at += n;
            continue;
        }
        // Packed bits come in groups of eight; only the last group of a page may be filled up.
        let mut end = at;
        while end < values.len() && (end == at || !is_run(end)) {
            end += 8;
        }
        write_varint((((end - at) / 8) as u64) << 1 | 1, to);
        let packed = &values[at..end.min(values.len())];
        let (mut bits, mut n_bits) = (0u64, 0);
        for value in packed.iter().chain(std::iter::repeat_n(&0, end - at - packed.len())) {
            bits |= u64::from(*value) << n_bits;
            n_bits += width;
            while n_bits >= 8 {
                to.push(bits as u8);
                bits >>= 8;
                n_bits -= 8;
            }
        }
        at = end;
    }
}

fn write_varint(mut n: u64, to: &mut Vec<u8>) {
    while n >= 0x80 {
        to.push(n as u8 | 0x80);
        n >>= 7;
    }
    to.push(n as u8);
}

/// Reads the texts of a dictionary page in the plain encoding; `None` when it is cut short or no text.
pub(crate) fn read_texts(mut plain: &[u8], n: usize) -> Option<Vec<&str>> {
    let mut texts = Vec::new();
    for _ in 0..n {
        let (length, rest) = plain.split_first_chunk::<4>()?;
        let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        texts.push(std::str::from_utf8(text).ok()?);
        plain = rest;
    }
    Some(texts)
}

/// Reads `n` positions; `None` when the page is cut short.
pub(crate) fn read_positions(page: &[u8], n: usize) -> Option<Vec<u32>> {
    let (&width, mut page) = page.split_first()?;
    let width = u32::from(width);
    if width > 32 {
        return None;
    }
    let mut positions = Vec::with_capacity(n);
    while positions.len() < n {
        let header = read_varint(&mut page)?;
        let left = n - positions.len();
        if header & 1 == 0 {
            let (value, rest) = page.split_at_checked(width.div_ceil(8) as usize)?;
            let mut bytes = [0; 4];
            bytes[..value.len()].copy_from_slice(value);
            page = rest;
            let run = usize::try_from(header >> 1).ok()?.min(left);
            positions.resize(positions.len() + run, u32::from_le_bytes(bytes));
            continue;
        }
        let groups = usize::try_from(header >> 1).ok()?;
        let (packed, rest) = page.split_at_checked(groups.checked_mul(width as usize)?)?;
        page = rest;
        let mask = (1u64 << width) - 1;
        let (mut bits, mut n_bits, mut packed) = (0u64, 0, packed.iter());
        for _ in 0..left.min(groups * 8) {
            while n_bits < width {
                bits |= u64::from(*packed.next()?) << n_bits;
                n_bits += 8;
            }
            positions.push((bits & mask) as u32);
            bits >>= width;
            n_bits -= width;
        }
    }
    Some(positions)
}

fn read_varint(from: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = from.split_first()?;
        *from = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_positions_come_back_whatever_their_runs() {
        let mut state = 7u32;
        for n_different in [1u32, 2, 3, 14, 16, 17, 1000, 70_000] {
            for longest in [1u32, 3, 9, 40] {
                let mut values = Vec::new();
                while values.len() < 5003 {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let run = (state >> 8) % longest + 1;
                    values.extend(std::iter::repeat_n((state >> 3) % n_different, run as usize));
                }
                let width = bits_for(n_different as usize);
                let mut page = vec![width as u8];
                write_positions(&values, width, &mut page);
                assert_eq!(read_positions(&page, values.len()).as_ref(), Some(&values));
                assert_eq!(read_positions(&page[..page.len() / 2], values.len()), None, "cut short");
            }
        }
    }

    #[test]
    fn law_positions_point_at_their_values() {
        let values = [5u16, 5, 9, 5, 2, 2, 9];
        let (different, positions) = positions(&values);
        assert_eq!(different, [5, 9, 2]);
        let back: Vec<u16> = positions.iter().map(|&at| different[at as usize]).collect();
        assert_eq!(back, values);
    }
}
