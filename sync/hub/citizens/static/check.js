"use strict";
// Judges the QR of a paper: base45, CBOR, COSE_Sign1 with Ed25519, as paper_check.py does.
// Without script, or where the browser knows no Ed25519, the form asks the province instead.
(() => {
  const READER = document.currentScript.dataset.reader;
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const MOST_CHARACTERS = 4296, MOST_SECONDS = 2 ** 37, OLD_S = 30 * 86400, MOST_DEPTH = 8;
  const TAG = 18, KEY_ID_BYTES = 8, SIGNATURE_BYTES = 64;
  class Damaged extends Error {}
  const require = (holds) => { if (!holds) throw new Damaged(); };

  function fromBase45(text) {
    require(text.length % 3 !== 1);
    const bytes = [];
    for (let at = 0; at < text.length; at += 3) {
      const values = [...text.slice(at, at + 3)].map((one) => LETTERS.indexOf(one));
      require(values.every((value) => value >= 0));
      const sum = values.reduce((total, value, place) => total + value * 45 ** place, 0);
      if (values.length === 3) {
        require(sum < 65536);
        bytes.push(sum >> 8, sum & 255);
      } else {
        require(sum < 256);
        bytes.push(sum);
      }
    }
    return Uint8Array.from(bytes);
  }

  // Deterministic CBOR alone: shortest lengths, sorted keys, nothing after the end.
  function fromCbor(bytes, { sorted = true, depth: most = 2 } = {}) {
    const words = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    let at = 0;
    const take = (count) => {
      require(at + count <= bytes.length);
      at += count;
      return bytes.subarray(at - count, at);
    };
    const head = () => {
      const first = take(1)[0], major = first >> 5, low = first & 31;
      if (low < 24 || major === 7) return [major, low];
      require(low < 28);
      const size = 1 << (low - 24);
      const value = take(size).reduce((total, byte) => total * 256 + byte, 0);
      require(Number.isSafeInteger(value) && value >= (size === 1 ? 24 : 256 ** (size / 2)));
      return [major, value];
    };
    const text = (count) => {
      try { return words.decode(take(count)); } catch { throw new Damaged(); }
    };
    const map = (count, depth) => {
      const found = new Map();
      let before = null;
      for (let number = 0; number < count; number += 1) {
        const start = at, key = item(depth), told = bytes.subarray(start, at);
        require(typeof key === "number" || typeof key === "string");
        require(!found.has(key) && (!sorted || before === null || follows(before, told)));
        before = told;
        found.set(key, item(depth));
      }
      return found;
    };
    const item = (depth) => {
      const [major, value] = head();
      require(depth > 0 || major < 4 || major === 7);
      if (major === 0) return value;
      if (major === 1) return -1 - value;
      if (major === 2) return take(value).slice();
      if (major === 3) return text(value);
      if (major === 4) return Array.from({ length: Math.min(value, bytes.length) }, () => item(depth - 1));
      if (major === 5) return map(value, depth - 1);
      if (major === 6) return { tag: value, value: item(depth - 1) };
      require(value >= 20 && value <= 22);
      return [false, true, null][value - 20];
    };
    const found = item(most);
    require(at === bytes.length);
    return found;
  }

  function follows(before, after) {
    if (before.length !== after.length) return before.length < after.length;
    for (let at = 0; at < before.length; at += 1) {
      if (before[at] !== after[at]) return before[at] < after[at];
    }
    return false;
  }

  const isBytes = (value, ...lengths) => value instanceof Uint8Array && (!lengths.length || lengths.includes(value.length));
  const isText = (value, most) => typeof value === "string" && [...value].length <= most;
  const isCount = (value) => Number.isInteger(value) && value >= 0 && value <= MOST_SECONDS;

  function readClaim(content) {
    const message = fromCbor(content, { depth: MOST_DEPTH });
    require(message && message.tag === TAG && Array.isArray(message.value) && message.value.length === 4);
    const [protectedPart, open, payload, signature] = message.value;
    require(isBytes(protectedPart) && protectedPart.length <= 256 && open instanceof Map && open.size === 0);
    require(isBytes(payload) && isBytes(signature, SIGNATURE_BYTES));
    const header = fromCbor(protectedPart, { sorted: false }), said = fromCbor(payload);
    require(header instanceof Map && header.size === 3 && header.get(1) === -8);
    require(isBytes(header.get(4)) && header.get(16) === "qr" && said instanceof Map);
    require([1, 2].includes(said.get(1)) && isText(said.get(2), 60) && isText(said.get(3), 40));
    require(isCount(said.get(4)) && (said.get(5) == null || isCount(said.get(5))));
    require(isText(said.get(6), 60) && isCount(said.get(7)) && isBytes(said.get(8), 0, 16));
    require(!said.has(9) || isBytes(said.get(9), 0, 32));
    return { protectedPart, payload, signature, keyId: header.get(4), said };
  }

  function bytesHead(length) {
    if (length < 24) return [0x40 | length];
    return length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
  }

  function signedPart(claim) {
    const name = new TextEncoder().encode("Signature1");
    const { protectedPart, payload } = claim;
    return Uint8Array.from([
      0x84, 0x6a, ...name, ...bytesHead(protectedPart.length), ...protectedPart,
      0x40, ...bytesHead(payload.length), ...payload,
    ]);
  }

  const toBytes = (spelled) => Uint8Array.from(atob(spelled), (one) => one.charCodeAt(0));

  async function isSignedBy(claim, key) {
    const known = await crypto.subtle.importKey("raw", toBytes(key), "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", known, claim.signature, signedPart(claim));
  }

  function contentOf(text) {
    const told = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "").replace(/[\r\n\t]/g, "");
    const shape = [...told].length <= MOST_CHARACTERS && /^(QMC|QML)([1-9][0-9]?):([^]*)$/.exec(told);
    if (!shape || shape[1] !== "QMC") return { worth: "not_ours" };
    if (Number(shape[2]) > 1) return { worth: "too_new" };
    return { content: fromBase45(shape[3]) };
  }

  async function judge(text, list) {
    let claim;
    try {
      const { worth, content } = contentOf(text);
      if (worth) return { worth };
      claim = readClaim(content);
    } catch (error) {
      if (error instanceof Damaged) return { worth: "altered" };
      throw error;
    }
    const id = claim.keyId.length === KEY_ID_BYTES ? btoa(String.fromCharCode(...claim.keyId)) : "";
    const named = list.keys.filter((one) => one[0] === id);
    for (const [, key, , until] of named) {
      if (await isSignedBy(claim, key)) return { worth: until ? "revoked" : "genuine", said: claim.said };
    }
    return { worth: named.length ? "altered" : "unknown" };
  }

  const part = (id) => document.getElementById(id);
  const moment = (seconds) => {
    if (seconds == null) return "";
    const at = new Date((seconds + 7 * 3600) * 1000).toISOString();
    return `${at.slice(11, 16)}, ${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(0, 4)}`;
  };

  function show({ worth, said }) {
    for (const one of document.querySelectorAll("[data-worth]")) {
      one.hidden = one.dataset.worth !== worth && !(said && one.dataset.worth === "compare");
    }
    part("said").hidden = !said;
    const told = said && {
      kind: said.get(1), code: said.get(2), procedure: said.get(3), issued_at: moment(said.get(4)),
      due_at: moment(said.get(5)), name: said.get(6), papers: said.get(7),
    };
    for (const field of document.querySelectorAll("[data-said]")) {
      const value = told ? told[field.dataset.said] : "";
      const isKind = told && field.dataset.said === "kind";
      field.textContent = isKind ? (value === 1 ? field.dataset.receipt : field.dataset.result) : value;
    }
    part("verdict").scrollIntoView();
  }

  async function knowsEd25519() {
    try {
      await crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
      return true;
    } catch { return false; }
  }

  const MOST_PIXELS = 1000; // of a picture's longer side, for the reader that we bring

  function drawn(source) {
    const width = source.videoWidth || source.width, height = source.videoHeight || source.height;
    const scale = Math.min(1, MOST_PIXELS / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const brush = canvas.getContext("2d");
    brush.drawImage(source, 0, 0, canvas.width, canvas.height);
    return brush.getImageData(0, 0, canvas.width, canvas.height);
  }

  const bring = (address) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.addEventListener("load", done);
    script.addEventListener("error", fail);
    script.src = address;
    document.head.append(script);
  });

  // What finds the text of a QR in a picture: the browser, or else what the page brings with it.
  async function reader() {
    if ("BarcodeDetector" in window) {
      const formats = await BarcodeDetector.getSupportedFormats();
      if (formats.includes("qr_code")) {
        const detector = new BarcodeDetector({ formats: ["qr_code"] });
        return async (source) => ours(await detector.detect(source));
      }
    }
    await bring(READER);
    return async (source) => {
      const { data, width, height } = drawn(source);
      return (window.jsQR(data, width, height) || {}).data;
    };
  }

  const ours = (codes) => (codes.find((one) => one.rawValue.startsWith("QMC")) || codes[0] || {}).rawValue;

  const camera = { stream: null };

  function close() {
    for (const track of camera.stream ? camera.stream.getTracks() : []) track.stop();
    camera.stream = null;
    part("video").hidden = part("stop").hidden = true;
    part("camera").hidden = false;
  }

  async function watch(read, check) {
    const video = part("video");
    try {
      camera.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      part("no-reader").hidden = false;
      return;
    }
    video.srcObject = camera.stream;
    video.hidden = part("stop").hidden = false;
    part("camera").hidden = part("no-reader").hidden = true;
    await video.play();
    const look = async () => {
      if (!camera.stream) return;
      const found = await read(video);
      if (!found) return void setTimeout(look, 200);
      close();
      await check(found);
    };
    await look();
  }

  // Without Ed25519 or the keys, what was read goes to the province as what was pasted does.
  async function judging() {
    if (!(window.crypto && crypto.subtle) || !(await knowsEd25519())) return null;
    const list = await (await fetch("khoa.json")).json();
    window.checkPaper = (text) => judge(text, list);
    part("as-of").textContent = moment(list.as_of);
    part("old").hidden = Date.now() / 1000 - list.as_of < OLD_S;
    return async (text) => {
      part("ma").value = text;
      show(await judge(text, list));
    };
  }

  function ask(text) {
    part("ma").value = text;
    part("check").submit();
  }

  async function offer(check) {
    const read = await reader().catch(() => null);
    part("no-reader").hidden = Boolean(read);
    if (!read) return;
    part("camera-part").hidden = part("picture-part").hidden = false;
    part("camera").addEventListener("click", () => watch(read, check));
    part("stop").addEventListener("click", close);
    part("picture").addEventListener("change", async (event) => {
      const picture = await createImageBitmap(event.target.files[0]).catch(() => null);
      const found = picture && (await read(picture));
      if (found) await check(found); else show({ worth: "no_code" });
    });
  }

  async function keep() {
    if (!("serviceWorker" in navigator)) return false;
    await navigator.serviceWorker.register("sw.js");
    await navigator.serviceWorker.ready; // what is brought from now on is kept too
    return true;
  }

  async function begin() {
    const here = await judging().catch(() => null);
    if (here) {
      part("check").addEventListener("submit", (event) => {
        event.preventDefault();
        here(part("ma").value);
      });
    }
    const isKept = here && (await keep().catch(() => false));
    await offer(here || ask);
    part("offline").hidden = !isKept;
  }
  begin();
})();
