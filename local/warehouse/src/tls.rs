//! Certificates from files, for the server's side and the client's.

use crate::error::WarehouseError;
use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{path::Path, sync::Arc};

/// The server's side, from a certificate chain and its key, both in PEM.
///
/// # Errors
/// If a file can not be read or does not hold what it should, or the two do not match.
pub fn server_config(certificates: &Path, key: &Path) -> Result<Arc<ServerConfig>, WarehouseError> {
    let chain = read_certificates(certificates)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
    let config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
        .map_err(|error| unreadable(certificates, &error))?;
    Ok(Arc::new(config))
}

/// The client's side: trusts the public authorities, or only those in a file.
///
/// # Errors
/// If the file can not be read or holds no certificate.
pub fn client_config(authorities: Option<&Path>) -> Result<ClientConfig, WarehouseError> {
    let mut roots = RootCertStore::empty();
    match authorities {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            for certificate in read_certificates(path)? {
                roots
                    .add(certificate)
                    .map_err(|error| unreadable(path, &error))?;
            }
        }
    }
    let builder = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| WarehouseError::internal(error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn read_certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, WarehouseError> {
    let certificates = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(path, &error))?;
    if certificates.is_empty() {
        return Err(unreadable(path, &"no certificate in it"));
    }
    Ok(certificates)
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> WarehouseError {
    WarehouseError::new("F0000", format!("{}: {error}", path.display()))
}
