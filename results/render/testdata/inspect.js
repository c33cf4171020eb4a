// What is wrong with a page as it is laid out: a list of complaints.
(() => {
	const complaints = [];
	const say = text => { if (complaints.length < 20) complaints.push(text); };
	const slack = 1.5; // px that rounding may take

	// Boxes of all lines of text, with what they are a part of.
	const lines = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; (node = walker.nextNode());) {
		const parent = node.parentElement;
		if (!node.data.trim() || parent.closest("style, .skip") || !parent.checkVisibility()) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		for (const box of range.getClientRects()) {
			if (box.width > 0) lines.push({ text: node.data.trim(), parent, box, svg: parent.closest("svg"), region: parent.closest(".scroll") });
		}
	}

	// Nothing is wider than the page but what moves within itself.
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth > width) say(`the page is ${document.documentElement.scrollWidth} px wide in ${width}`);
	const moves = region => region && getComputedStyle(region).overflowX === "auto";
	for (const l of lines) {
		if (!moves(l.region) && (l.box.left < -slack || l.box.right > width + slack)) say(`outside of the page: ${l.text}`);
	}

	// No text covers another, nor leaves its drawing.
	const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack + 1;
	lines.sort((a, b) => a.box.top - b.box.top);
	for (let i = 0; i < lines.length; i++) {
		for (let j = i + 1; j < lines.length && lines[j].box.top < lines[i].box.bottom; j++) {
			const a = lines[i], b = lines[j];
			// What lies under a heading that stays in place is meant to.
			const apart = a.region !== b.region && (moves(a.region) || moves(b.region));
			if (!apart && overlap(a.box, b.box)) say(`"${a.text}" and "${b.text}" cover each other`);
		}
	}
	for (const l of lines) {
		if (!l.svg) continue;
		const drawing = l.svg.getBoundingClientRect();
		if (l.box.left < drawing.left - slack || l.box.right > drawing.right + slack || l.box.top < drawing.top - slack || l.box.bottom > drawing.bottom + slack) {
			say(`outside of its drawing: ${l.text}`);
		}
	}

	// Contrast of at least 4.5 to 1: WCAG 2.2, success criterion 1.4.3.
	const luminance = ([r, g, b]) => {
		const [x, y, z] = [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
		return 0.2126 * x + 0.7152 * y + 0.0722 * z;
	};
	const parse = color => {
		const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
		return a === 1 ? [r, g, b] : null; // nothing else is used for text or under it
	};
	const painted = element => {
		for (let e = element; e; e = e.parentElement) {
			const color = parse(getComputedStyle(e).backgroundColor);
			if (color) return color;
		}
		return [255, 255, 255];
	};
	// What is drawn last, before the text and where its middle is.
	const under = l => {
		let color = painted(l.svg);
		for (const shape of l.svg.querySelectorAll("path, rect, circle, polygon")) {
			if (shape.compareDocumentPosition(l.parent) & Node.DOCUMENT_POSITION_PRECEDING) break;
			const fill = getComputedStyle(shape).fill;
			if (fill === "none") continue;
			const middle = new DOMPoint((l.box.left + l.box.right) / 2, (l.box.top + l.box.bottom) / 2).matrixTransform(shape.getScreenCTM().inverse());
			if (shape.isPointInFill(middle)) color = parse(fill) || color;
		}
		return color;
	};
	let least = 21;
	for (const l of lines) {
		const style = getComputedStyle(l.parent);
		const text = parse(l.svg ? style.fill : style.color), ground = l.svg ? under(l) : painted(l.parent);
		const [hi, lo] = [luminance(text), luminance(ground)].sort((a, b) => b - a);
		const contrast = (hi + 0.05) / (lo + 0.05);
		least = Math.min(least, contrast);
		if (contrast < 4.5) say(`contrast ${contrast.toFixed(2)}: ${l.text}`);
	}
	return { lines: lines.length, least, ground: painted(document.body), complaints };
})()
