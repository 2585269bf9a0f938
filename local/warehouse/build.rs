//! Links the `libduckdb` that the npm package `@duckdb/node-bindings` brings for this platform.
//!
//! DuckDB is not compiled here (that takes half an hour); `npm ci` in the repository root puts the
//! shared library below `node_modules/`. A library elsewhere is given by `DUCKDB_LIB_DIR`.

use std::{
    env,
    path::{Path, PathBuf},
};

fn main() {
    println!("cargo:rerun-if-env-changed=DUCKDB_LIB_DIR");
    let library_dir = env::var_os("DUCKDB_LIB_DIR")
        .map(PathBuf::from)
        .or_else(npm_library_dir);
    let Some(library_dir) = library_dir else {
        println!(
            "cargo:warning=no libduckdb found: run `npm ci` in the repository root, \
             or set DUCKDB_LIB_DIR; linking will fail without it"
        );
        return;
    };
    let shown = library_dir.display();
    println!("cargo:rerun-if-changed={shown}");
    println!("cargo:rustc-link-search=native={shown}");
    println!("cargo:rustc-link-arg=-Wl,-rpath,{shown}");
}

/// The folder of the platform's package below the nearest `node_modules` upwards of this crate.
fn npm_library_dir() -> Option<PathBuf> {
    let package = format!("node_modules/@duckdb/node-bindings-{}", npm_platform()?);
    let crate_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?);
    let root = crate_dir.ancestors().nth(2).map(Path::to_path_buf)?;
    // Watched even while missing, so that a later `npm ci` reruns this script.
    println!(
        "cargo:rerun-if-changed={}",
        root.join("node_modules/@duckdb").display()
    );
    crate_dir
        .ancestors()
        .map(|folder| folder.join(&package))
        .find(|folder| folder.is_dir())
}

/// The suffix npm's packages use for the target platform.
fn npm_platform() -> Option<&'static str> {
    let target_os = env::var("CARGO_CFG_TARGET_OS").ok()?;
    let architecture = env::var("CARGO_CFG_TARGET_ARCH").ok()?;
    let environment = env::var("CARGO_CFG_TARGET_ENV").unwrap_or_default();
    match (
        target_os.as_str(),
        architecture.as_str(),
        environment.as_str(),
    ) {
        ("linux", "x86_64", "musl") => Some("linux-x64-musl"),
        ("linux", "aarch64", "musl") => Some("linux-arm64-musl"),
        ("linux", "x86_64", _) => Some("linux-x64"),
        ("linux", "aarch64", _) => Some("linux-arm64"),
        ("macos", "x86_64", _) => Some("darwin-x64"),
        ("macos", "aarch64", _) => Some("darwin-arm64"),
        _ => None,
    }
}
