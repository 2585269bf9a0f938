//! How long data becomes when filters unpack it, counted without keeping it.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro::hayro_syntax::Filter;

use super::is_for_images;

/// What Deflate makes of a byte at most.
pub(in crate::render) const DEFLATE_FACTOR: u64 = 1_032;

/// Codes of LZW that stand for themselves, clear the table and end the data.
const LZW_CLEAR: usize = 256;
const LZW_END: usize = 257;
const LZW_ENTRIES: usize = 4_096;

/// Bytes that the filters make of the data, at least where that is at most `most`; above it, something
/// that is above it.
pub(in crate::render) fn decoded_length(filters: &[Filter], raw: &[u8], most: u64) -> u64 {
    let mut data = Cow::Borrowed(raw);
    let mut rest = filters;
    while let [filter, behind @ ..] = rest {
        if is_for_images(*filter) {
            return data.len() as u64;
        }
        let length = length(*filter, &data, most);
        if length > most || behind.is_empty() {
            return length;
        }
        match unpacked(*filter, &data, most) {
            Some(unpacked) => data = Cow::Owned(unpacked),
            // Packed twice in a way that nobody uses.
            None => return u64::MAX,
        }
        rest = behind;
    }
    data.len() as u64
}

fn length(filter: Filter, data: &[u8], most: u64) -> u64 {
    match filter {
        Filter::FlateDecode => {
            let bound = (data.len() as u64).saturating_mul(DEFLATE_FACTOR);
            // The sum of many is to be right, but not to the byte.
            if bound <= most / 1_024 {
                bound
            } else {
                inflated(data, most)
            }
        }
        Filter::LzwDecode => lzw(data, most),
        Filter::RunLengthDecode => run_length(data),
        _ => data.len() as u64,
    }
}

/// The data itself, where another filter comes behind.
fn unpacked(filter: Filter, data: &[u8], most: u64) -> Option<Vec<u8>> {
    match filter {
        Filter::AsciiHexDecode => Some(unhex(data)),
        Filter::Ascii85Decode => Some(un85(data)),
        Filter::FlateDecode => {
            let mut unpacked = Vec::new();
            let mut decoder = ZlibDecoder::new(data).take(most);
            // What is behind an error is counted by nobody; hayro stops there as well.
            decoder.read_to_end(&mut unpacked).ok()?;
            Some(unpacked)
        }
        Filter::Crypt => Some(data.to_vec()),
        _ => None,
    }
}

/// Length of what Deflate made smaller. Where the data is damaged, decoders differ in how they go on, so
/// the rest counts as the most that it can become.
fn inflated(data: &[u8], most: u64) -> u64 {
    // RFC 1950, 2.2. hayro takes data without this header as well.
    let has_header = matches!(data, [method, check, ..] if method & 0xf == 8
        && u16::from_be_bytes([*method, *check]).is_multiple_of(31) && check & 0x20 == 0);
    let (length, used, is_whole) = if has_header {
        let mut decoder = ZlibDecoder::new(data);
        let (length, is_whole) = count(&mut decoder, data.len(), most);
        (length, decoder.total_in(), is_whole)
    } else {
        let mut decoder = DeflateDecoder::new(data);
        let (length, is_whole) = count(&mut decoder, data.len(), most);
        (length, decoder.total_in(), is_whole)
    };
    if is_whole {
        return length;
    }
    let rest = (data.len() as u64).saturating_sub(used);
    length.saturating_add(rest.saturating_mul(DEFLATE_FACTOR))
}

/// Bytes that are read up to what is too many, and whether the end was reached. Pieces are large, because
/// the decoder keeps the end of each once more.
fn count(decoder: &mut impl Read, packed: usize, most: u64) -> (u64, bool) {
    let mut buffer = vec![0_u8; packed.saturating_mul(4).clamp(4_096, 256 * 1_024)];
    let mut length = 0_u64;
    while length <= most {
        match decoder.read(&mut buffer) {
            Ok(0) => break,
            Ok(more) => length = length.saturating_add(more as u64),
            Err(_) => return (length, false),
        }
    }
    (length, true)
}

/// ISO 32000-2, 7.4.4: the lengths of the table's entries tell the length of the data.
fn lzw(data: &[u8], most: u64) -> u64 {
    let mut entries: Vec<u64> = Vec::with_capacity(LZW_ENTRIES);
    let mut before: Option<u64> = None;
    let (mut length, mut bits, mut held) = (0_u64, 0_u32, 0_u32);
    let mut bytes = data.iter();
    while length <= most {
        let size = entries.len().saturating_add(LZW_END + 1);
        // One code earlier or later, as the parameters say, is no matter here.
        let width = match size {
            0..511 => 9,
            511..1_023 => 10,
            1_023..2_047 => 11,
            _ => 12,
        };
        while held < width {
            let Some(byte) = bytes.next() else {
                return length;
            };
            bits = bits << 8 | u32::from(*byte);
            held = held.saturating_add(8);
        }
        held = held.saturating_sub(width);
        let code = (bits >> held & ((1 << width) - 1)) as usize;
        let known = match code {
            LZW_CLEAR => {
                entries.clear();
                before = None;
                continue;
            }
            LZW_END => return length,
            0..LZW_CLEAR => 1,
            _ => match (entries.get(code.saturating_sub(LZW_END + 1)), before) {
                (Some(known), _) => *known,
                (None, Some(before)) => before.saturating_add(1),
                (None, None) => return length,
            },
        };
        length = length.saturating_add(known);
        if let Some(before) = before
            && size < LZW_ENTRIES
        {
            entries.push(before.saturating_add(1));
        }
        before = Some(known);
    }
    length
}

/// ISO 32000-2, 7.4.5.
fn run_length(data: &[u8]) -> u64 {
    let mut length = 0_u64;
    let mut at = 0_usize;
    while let Some(byte) = data.get(at) {
        let byte = usize::from(*byte);
        let (run, used) = match byte {
            128 => break,
            0..128 => (byte + 1, byte.saturating_add(2)),
            _ => (257_usize.saturating_sub(byte), 2),
        };
        length = length.saturating_add(run as u64);
        at = at.saturating_add(used);
    }
    length
}

fn unhex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => high << 4 | low,
            [high] => high << 4,
            _ => 0,
        })
        .collect()
}

fn un85(data: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::with_capacity(data.len());
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let mut flush = |group: &mut Vec<u8>| {
        let kept = group.len().saturating_sub(1);
        group.resize(5, 84);
        let number = (group.iter()).fold(0_u32, |number, digit| {
            number.wrapping_mul(85).wrapping_add(u32::from(*digit))
        });
        unpacked.extend(number.to_be_bytes().into_iter().take(kept));
        group.clear();
    };
    for byte in data {
        match byte {
            b'z' if group.is_empty() => {
                group.resize(5, 0);
                flush(&mut group);
            }
            b'!'..=b'u' => {
                group.push(byte.saturating_sub(b'!'));
                if group.len() == 5 {
                    flush(&mut group);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if !group.is_empty() {
        flush(&mut group);
    }
    unpacked
}
