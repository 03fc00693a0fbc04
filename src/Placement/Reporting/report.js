(function () {
  'use strict';
  var root = document.documentElement;
  var report = JSON.parse(document.getElementById('report-data').textContent);
  root.classList.add('js');

  var theme = document.getElementById('theme');
  var themes = ['auto', 'light', 'dark'];
  theme.addEventListener('click', function () {
    var next = themes[(themes.indexOf(root.dataset.theme || 'auto') + 1) % 3];
    if (next === 'auto') { delete root.dataset.theme; } else { root.dataset.theme = next; }
    theme.textContent = 'Theme: ' + next;
  });

  document.getElementById('download').addEventListener('click', function () {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([document.getElementById('report-data').textContent], { type: 'application/json' }));
    link.download = 'report.json';
    link.click();
    URL.revokeObjectURL(link.href);
  });

  var form = document.getElementById('whatif');
  if (form) {
    var answer = document.getElementById('answer');
    var show = function () {
      var data = new FormData(form);
      var key = data.get('target') + '-' + data.get('percentile') + '-' + data.get('loss');
      document.querySelectorAll('td[data-cell]').forEach(function (td) {
        td.classList.toggle('on', td.dataset.cell === key);
      });
      var cell = document.querySelector('td[data-cell="' + key + '"]');
      answer.textContent = '';
      if (!cell) { answer.textContent = 'Not computed.'; return; }
      answer.append(cell.dataset.answer + ' ');
      var small = document.createElement('small');
      small.textContent = cell.dataset.status;
      answer.append(small);
      answer.dataset.nodes = cell.dataset.nodes;
      answer.dataset.saved = cell.dataset.saved;
    };
    form.addEventListener('change', show);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    show();
  }

  var rows = document.querySelectorAll('#node-rows > tr');
  var buttons = document.querySelectorAll('.filters button');
  buttons.forEach(function (button) {
    button.addEventListener('click', function () {
      buttons.forEach(function (other) { other.setAttribute('aria-pressed', String(other === button)); });
      rows.forEach(function (row) { row.hidden = button.dataset.show !== 'all' && row.dataset.fate !== button.dataset.show; });
      document.getElementById('node-count').textContent = Array.prototype.filter.call(rows, function (row) { return !row.hidden; }).length + ' of ' + report.nodes.length;
    });
  });
})();
