// @ts-check
/** Starts the script of the page that is open. */
import { showDocument } from './document.js';
import { startHome } from './home.js';

const documentPlace = document.getElementById('document');
const staticStatus = document.querySelector('[data-receipt]');
if (documentPlace) showDocument(documentPlace);
else if (document.getElementById('upload-form')) startHome();
// The page for browsers without scripts, opened in one with: go to the live page.
else if (staticStatus) location.replace(`/d#${staticStatus.getAttribute('data-receipt')}`);
