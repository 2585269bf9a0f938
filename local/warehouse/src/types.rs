//! Which PostgreSQL type stands for which DuckDB type.
//!
//! Nested types, enums and bit strings travel as text in DuckDB's own notation; integers that have
//! no PostgreSQL counterpart of their size travel as `numeric`. Nothing is narrowed.

use duckdb::core::{LogicalTypeHandle, LogicalTypeId};
use pgwire::api::Type;

/// The type for a result column of a statement that ran.
pub(crate) fn type_of_column(logical: &LogicalTypeHandle) -> Type {
    if logical
        .get_alias()
        .is_some_and(|alias| alias.eq_ignore_ascii_case("json"))
    {
        return Type::JSON;
    }
    match logical.id() {
        LogicalTypeId::Boolean => Type::BOOL,
        LogicalTypeId::Tinyint | LogicalTypeId::Smallint | LogicalTypeId::UTinyint => Type::INT2,
        LogicalTypeId::Integer | LogicalTypeId::USmallint => Type::INT4,
        LogicalTypeId::Bigint | LogicalTypeId::UInteger => Type::INT8,
        LogicalTypeId::UBigint
        | LogicalTypeId::Hugeint
        | LogicalTypeId::UHugeint
        | LogicalTypeId::Decimal => Type::NUMERIC,
        LogicalTypeId::Float => Type::FLOAT4,
        LogicalTypeId::Double => Type::FLOAT8,
        // DuckDB's unbounded integers have no text outside of DuckDB: cast them to VARCHAR to read them.
        LogicalTypeId::Blob | LogicalTypeId::Bignum | LogicalTypeId::Geometry => Type::BYTEA,
        LogicalTypeId::Uuid => Type::UUID,
        LogicalTypeId::Date => Type::DATE,
        LogicalTypeId::Time => Type::TIME,
        LogicalTypeId::Timestamp
        | LogicalTypeId::TimestampS
        | LogicalTypeId::TimestampMs
        | LogicalTypeId::TimestampNs => Type::TIMESTAMP,
        LogicalTypeId::TimestampTZ => Type::TIMESTAMPTZ,
        LogicalTypeId::Interval => Type::INTERVAL,
        _ => Type::TEXT,
    }
}

/// The type for a column as `DESCRIBE` names it, e.g. `DECIMAL(18,3)` or `TIMESTAMP WITH TIME ZONE`.
pub(crate) fn type_of_described(name: &str) -> Type {
    let is_nested = name.ends_with(']') || name.starts_with("STRUCT") || name.starts_with("MAP");
    if is_nested {
        return Type::TEXT;
    }
    match name.split('(').next().unwrap_or_default() {
        "BOOLEAN" => Type::BOOL,
        "TINYINT" | "SMALLINT" | "UTINYINT" => Type::INT2,
        "INTEGER" | "USMALLINT" => Type::INT4,
        "BIGINT" | "UINTEGER" => Type::INT8,
        "UBIGINT" | "HUGEINT" | "UHUGEINT" | "DECIMAL" => Type::NUMERIC,
        "FLOAT" => Type::FLOAT4,
        "DOUBLE" => Type::FLOAT8,
        "BLOB" | "BIGNUM" | "GEOMETRY" => Type::BYTEA,
        "UUID" => Type::UUID,
        "DATE" => Type::DATE,
        "TIME" => Type::TIME,
        "TIMESTAMP" | "TIMESTAMP_S" | "TIMESTAMP_MS" | "TIMESTAMP_NS" => Type::TIMESTAMP,
        "TIMESTAMP WITH TIME ZONE" => Type::TIMESTAMPTZ,
        "INTERVAL" => Type::INTERVAL,
        "JSON" => Type::JSON,
        _ => Type::TEXT,
    }
}

/// The type a client should send for a parameter that the SQL text casts to `word` (upper case).
///
/// JSON and nested types are sent as text.
pub(crate) fn type_of_cast(word: &str) -> Option<Type> {
    Some(match word {
        "TEXT" | "VARCHAR" | "STRING" | "CHAR" | "BPCHAR" | "JSON" => Type::TEXT,
        "BIGINT" | "INT8" | "LONG" => Type::INT8,
        "INTEGER" | "INT" | "INT4" | "SIGNED" => Type::INT4,
        "SMALLINT" | "INT2" | "SHORT" | "TINYINT" => Type::INT2,
        "DOUBLE" | "FLOAT8" => Type::FLOAT8,
        "FLOAT" | "FLOAT4" | "REAL" => Type::FLOAT4,
        "BOOLEAN" | "BOOL" | "LOGICAL" => Type::BOOL,
        "BLOB" | "BYTEA" | "BINARY" | "VARBINARY" => Type::BYTEA,
        "DATE" => Type::DATE,
        "TIME" => Type::TIME,
        "TIMESTAMP" | "DATETIME" => Type::TIMESTAMP,
        "TIMESTAMPTZ" => Type::TIMESTAMPTZ,
        "UUID" => Type::UUID,
        "DECIMAL" | "NUMERIC" | "HUGEINT" | "UBIGINT" => Type::NUMERIC,
        _ => return None,
    })
}

/// Bytes of a value of fixed width, or -1: the `typlen` of the row description.
pub(crate) fn width_of(data_type: &Type) -> i16 {
    match *data_type {
        Type::BOOL => 1,
        Type::INT2 => 2,
        Type::INT4 | Type::FLOAT4 | Type::DATE => 4,
        Type::INT8 | Type::FLOAT8 | Type::TIME | Type::TIMESTAMP | Type::TIMESTAMPTZ => 8,
        Type::UUID | Type::INTERVAL => 16,
        _ => -1,
    }
}

#[cfg(test)]
mod tests {
    use super::type_of_described;
    use pgwire::api::Type;

    #[test]
    fn types_named_by_describe_map_to_postgres_types_without_narrowing() {
        let cases = [
            ("INTEGER", Type::INT4),
            ("UINTEGER", Type::INT8),
            ("HUGEINT", Type::NUMERIC),
            ("DECIMAL(18,3)", Type::NUMERIC),
            ("TIMESTAMP WITH TIME ZONE", Type::TIMESTAMPTZ),
            ("TIMESTAMP_NS", Type::TIMESTAMP),
            ("INTEGER[]", Type::TEXT),
            ("DECIMAL(4,1)[3]", Type::TEXT),
            ("STRUCT(a INTEGER)", Type::TEXT),
            ("ENUM('a', 'b')", Type::TEXT),
            ("JSON", Type::JSON),
            ("BIGNUM", Type::BYTEA),
        ];
        for (name, expected) in cases {
            assert_eq!(type_of_described(name), expected, "{name}");
        }
    }
}
